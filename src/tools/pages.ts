import { Marked } from "marked";

/** An anchor as GitHub makes it, so that a link works there too: letters, digits, hyphens and underscores stay. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_ -]/gu, "")
    .trim()
    .replaceAll(" ", "-");

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

/** A wide table or long line scrolls by itself; `tabindex` lets the keyboard scroll it. */
const scrolling = (label: string, html: string): string =>
  `<div class="scrolling" role="region" aria-label="${label}" tabindex="0">${html}</div>\n`;

/**
 * Turns Markdown (GitHub's kind) into a complete page in the look of the other pages. The first heading of level 1 is the title and must
 * be there. Each heading gets an anchor, a repeated one with a number. HTML in the Markdown is shown as text.
 */
export function renderPage(markdown: string): string {
  const taken = new Map<string, number>();
  let title: string | undefined;
  let tables = 0;
  let examples = 0;
  const marked = new Marked({
    gfm: true,
    renderer: {
      heading({ tokens, depth, text }) {
        if (depth === 1) title ??= text;
        const anchor = anchorOf(text);
        const before = taken.get(anchor) ?? 0;
        taken.set(anchor, before + 1);
        const id = before > 0 ? `${anchor}-${before}` : anchor;
        return `<h${depth} id="${id}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      html: ({ text }) => escaped(text),
      code: ({ text }) => scrolling(`Example ${++examples}`, `<pre class="panel"><code>${escaped(text)}</code></pre>`),
      table({ header, rows }) {
        const row = (cells: typeof header) => `<tr>${cells.map((cell) => this.tablecell(cell).trim()).join("")}</tr>`;
        const body = rows.map(row).join("");
        return scrolling(`Table ${++tables}`, `<table><thead>${row(header)}</thead><tbody>${body}</tbody></table>`);
      },
    },
  });
  const content = marked.parse(markdown, { async: false });
  if (title === undefined) throw new Error("A page needs a heading of level 1: it is the title.");
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${escaped(title)} · Truckroll</title>
    <link rel="icon" type="image/svg+xml" href="/icon.svg" />
    <link rel="stylesheet" href="/style.css" />
    <link rel="stylesheet" href="/docs/docs.css" />
  </head>
  <body>
    <header>
      <nav aria-label="Truckroll"><a href="/">Truckroll</a> <a href="/api/docs/">API documentation</a></nav>
    </header>
    <main>
${content}    </main>
  </body>
</html>
`;
}
