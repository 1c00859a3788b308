import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { renderPage } from "#/tools/pages.ts";
import { readSource, sourceFiles } from "../support/source-tree.ts";

const sources = sourceFiles("src/web/docs/*.md");
const pages = sources.map((path) => ({ path, html: renderPage(readSource(path)) }));
const all = (html: string, pattern: RegExp) => [...html.matchAll(pattern)].map(([, found = ""]) => found);

describe("a page of documentation", () => {
  it("is served as the build makes it, and both ways to it are there", () => {
    expect(sources).toContain("src/web/docs/operations.md");
    for (const { path, html } of pages)
      expect(readSource(path.replace("src/web", "dist/assets").replace(/md$/, "html"))).toBe(html);
    expect(readSource("README.md")).toContain("(src/web/docs/operations.md)");
    expect(readSource("src/web/index.html")).toContain('href="/docs/operations"');
  });

  it("has its first heading as title, and anchors that differ", () => {
    const html = renderPage("# Errors & reasons\n\n## job.not_found\n\n## Twice\n\n## Twice");
    expect(html).toContain("<title>Errors &amp; reasons · Truckroll</title>");
    expect(all(html, / id="([^"]*)"/g)).toEqual(["errors--reasons", "jobnot_found", "twice", "twice-1"]);
    expect(() => renderPage("no heading")).toThrow("heading of level 1");
  });

  it("shows HTML as text, in a paragraph, a cell and an example", () => {
    const html = renderPage(
      "# A\n\n<b>x</b> and <script>alert(1)</script>\n\n| a |\n|---|\n| <i>y</i> |\n\n```\n<u>\n```",
    );
    expect(html).not.toMatch(/<(b|i|u|script)>/);
    for (const shown of ["&lt;b&gt;", "&lt;script&gt;", "&lt;i&gt;", "&lt;u&gt;"]) expect(html).toContain(shown);
  });

  it.each(pages)("$path leads nowhere that is not there", ({ html }) => {
    const anchors = all(html, / id="([^"]*)"/g);
    expect(new Set(anchors).size).toBe(anchors.length);
    for (const link of all(html, / href="([^"]*)"/g)) {
      if (link.startsWith("#")) expect(anchors).toContain(link.slice(1));
      else if (link.startsWith("/")) {
        const file = `dist/assets${link.replace(/#.*/, "")}`;
        expect(
          [file, `${file}.html`, `${file}index.html`].some((path) => existsSync(path)),
          link,
        ).toBe(true);
      } else expect(link).toMatch(/^https:\/\//);
    }
  });

  it("operations: each script and file that it names is there, and every error of the log is named", () => {
    const text = readSource("src/web/docs/operations.md");
    const { scripts } = JSON.parse(readSource("package.json")) as { scripts: Record<string, string> };
    for (const name of all(text, /npm run ([\w-]+)/g)) expect(scripts).toHaveProperty(name);
    for (const path of all(text, /`(src\/[^`]+)`/g)) expect(existsSync(path), path).toBe(true);
    const code = sourceFiles("src/!(development)/**/*.ts").map(readSource).join("\n");
    const alerts = all(text.slice(text.indexOf("## Alerts")), /^\| `([^`]+)` +\|/gm);
    expect(alerts.length).toBeGreaterThan(5);
    expect(alerts.toSorted()).toEqual(
      [...new Set(all(code, /\blog\((?:"|[^"]*"[^"]*" : ")error",\s+"([^"]+)"/g))].toSorted(),
    );
    for (const name of all(text.slice(text.indexOf("## Secrets")), /^\| `([A-Z_]+)` +\|/gm))
      expect(readSource("wrangler.toml")).toContain(`"${name}"`);
  });
});

it("the home page's example is the address that the page is served from", () => {
  const home = readSource("src/web/index.html");
  expect(home).not.toContain("localhost");
  expect(home).toContain("<span data-origin>");
  expect(readSource("src/web/home.js")).toContain("location.origin");
});
