import { describe, expect, it } from "vitest";
import { variables } from "#/domains/communications/placeholders.ts";
import { triggerFacts } from "#/domains/follow-ups/triggers.ts";
import { kinds } from "#/domains/imports/kinds.ts";
import { datasets } from "#/domains/reports/definition.ts";
import { z } from "#/kernel/fields.ts";
import { permissions } from "#/kernel/permissions.ts";
import { allReasons } from "#/tools/reasons.ts";
import { endpointOf } from "../support/endpoints.ts";
import { readSource, sourceFiles } from "../support/source-tree.ts";

// What the pages of documentation name exists: requests, what they send, reasons, events, permissions, and every name of a field or setting.

const pages = sourceFiles("src/web/docs/*.md").map((path) => ({ path, text: readSource(path) }));

const inBackquotes = (text: string): string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, found = ""]) => found.replace(/\s+/g, " "));

/** Every name in a part of the document: keys, words of enums, and what descriptions have in backquotes. */
function namesIn(part: unknown, found = new Set<string>()): Set<string> {
  if (typeof part === "string") for (const one of [part, ...inBackquotes(part)]) found.add(one);
  else if (typeof part === "object" && part !== null)
    for (const [key, value] of Object.entries(part)) namesIn(value, found.add(key));
  return found;
}
const Document = z.looseObject({ webhooks: z.record(z.string(), z.unknown()) });
const document = Document.parse(JSON.parse(readSource("dist/assets/api/openapi.json")));
const reasons = allReasons().map(({ reason }) => reason);
/** What comes before the dot of a reason or an event. */
const things = new Set([...reasons, ...Object.keys(document.webhooks)].map((name) => name.split(".")[0]));
const names = new Set([
  ...namesIn(document),
  ...reasons,
  ...permissions,
  ...Object.values(datasets).flatMap(({ columns }) => Object.keys(columns)),
  ...Object.values(kinds).flatMap(({ columns }) => columns.map(({ name }) => name)),
  ...Object.values(variables).flat(),
  ...Object.values(triggerFacts).flatMap(({ stops }) => stops),
]);

const withoutExamples = (text: string): string => text.replace(/^```[\s\S]*?^```/gm, "");

/** The commands of the examples as words, their variables filled in. */
function commandsOf(text: string): string[][] {
  const examples = [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, example = ""]) => example);
  return examples.flatMap((example) => {
    const known = new Map([...example.matchAll(/^([A-Z]+)=(\S+)$/gm)].map(([, name, value]) => [name, value]));
    const filled = (word: string): string =>
      word.replace(/\$([A-Z]+)/g, (all, name) => (name === "API" ? all : (known.get(name) ?? all)));
    return [...example.replaceAll("\\\n", " ").matchAll(/^curl ((?:'[^']*'|"[^"]*"|[^'"\n#])+)/gm)].map(
      ([, line = ""]) =>
        [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
          ([, single, double, bare]) => single ?? filled(double ?? bare ?? ""),
        ),
    );
  });
}

const endpointNamed = (method: string, address: string) => {
  const [path = "", query = ""] = address.split("?");
  const endpoint = endpointOf(method, `/api/v1${path.replace(/^\/api\/v1/, "").replaceAll(/\{\w+\}/g, "1")}`);
  expect(endpoint, `${method} ${address}`).toBeDefined();
  const asked = [...new URLSearchParams(query)].map(([name]) => name);
  const known = Object.keys(endpoint?.query instanceof z.ZodObject ? endpoint.query.shape : {});
  expect(known, `${method} ${address}`).toEqual(expect.arrayContaining(asked));
  return endpoint;
};

describe("a page of documentation", () => {
  it.each(pages)("$path is found from the home page and the README", ({ path }) => {
    expect(readSource("src/web/index.html")).toContain(`href="${path.slice("src/web".length, -".md".length)}"`);
    expect(readSource("README.md")).toContain(`](${path})`);
  });

  it.each(pages)("$path names only requests that there are, with their queries", ({ text }) => {
    for (const named of inBackquotes(withoutExamples(text))) {
      const [, method, path] = /^(GET|POST|PATCH|PUT|DELETE) (\/\S*)$/.exec(named) ?? [];
      if (method && path && !path.includes("/...")) endpointNamed(method, path);
    }
  });

  it.each(pages)("$path sends in its examples what is taken", ({ text }) => {
    for (const words of commandsOf(text)) {
      const given = (flag: string) => (words.includes(flag) ? words[words.indexOf(flag) + 1] : undefined);
      const address = words.find((word) => word.startsWith("$API"));
      if (!address) continue;
      const sent = given("-d");
      const isUpload = words.includes("--data-binary");
      const method = given("-X") ?? (sent === undefined && !isUpload ? "GET" : "POST");
      const endpoint = endpointNamed(method, address.slice("$API".length));
      expect(endpoint?.upload !== undefined, address).toBe(isUpload);
      const body = endpoint?.body ?? z.undefined();
      expect(body.safeParse(sent && JSON.parse(sent)).error, address).toBeUndefined();
    }
  });

  // that one names columns and words of the machine
  it.each(pages.filter(({ path }) => !path.endsWith("/operations.md")))(
    "$path names only reasons, events, permissions, fields and settings that there are",
    ({ text }) => {
      const unknown = inBackquotes(withoutExamples(text)).flatMap((named) => {
        const [thing] = named.split(".");
        const isWhole = /^[a-z-]+:[a-z]+$/.test(named) || (/^[a-z_]+\.[a-z_-]+$/.test(named) && things.has(thing));
        const words = isWhole ? [named] : (named.match(/(?<![\w/.-])[a-z]+(?:_[a-z0-9]+)+(?![\w/-])/g) ?? []);
        return words.filter((word) => !names.has(word));
      });
      expect(unknown).toEqual([]);
    },
  );
});
