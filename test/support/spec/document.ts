import { readFileSync } from "node:fs";

// The API document that Truckroll implements, word for word, and the requests, answers and programs in it.

const text = readFileSync(new URL("tradekitt-api-reference.txt", import.meta.url).pathname, "utf8");
const API = "https://api.tradekitt.com/api/v1";

export type SpecRequest = {
  /** `PATCH /sales/42/void`: how tests call it. */
  name: string;
  method: string;
  /** Below /api/v1, with its query. */
  path: string;
  headers: Record<string, string>;
  body: string | undefined;
};

/** Words of a shell command that begins at `start`, up to the end of its last line. */
function wordsFrom(start: number): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (let at = start; at < text.length; at++) {
    const char = text[at] ?? "";
    if (quote === "" && char === "\\" && text[at + 1] === "\n") at++;
    else if (quote !== "" && char === quote) quote = "";
    else if (quote === "" && (char === "'" || char === '"')) [quote, word] = [char, word ?? ""];
    else if (quote === "" && /\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
      if (char === "\n") break;
    } else word = (word ?? "") + char;
  }
  return words;
}

function requestFrom(words: readonly string[]): SpecRequest {
  const after = (option: string) => words.flatMap((word, i) => (word === option ? [words[i + 1] ?? ""] : []));
  const url = words.find((word) => word.startsWith(API)) ?? "";
  const headers = after("-H").map((header) => header.split(/: (.*)/).slice(0, 2));
  const [method = "GET"] = after("-X");
  const [body] = after("-d");
  const path = url.slice(API.length);
  return { name: `${method} ${path.split("?")[0]}`, method, path, headers: Object.fromEntries(headers), body };
}

/** Every `curl` of the document, in its order. */
export const specRequests: readonly SpecRequest[] = [...text.matchAll(/^curl /gm)].map(({ index }) =>
  requestFrom(wordsFrom(index)),
);

const textAfter = (heading: string): string => {
  const at = text.indexOf(`\n${heading}\n`);
  if (at < 0) throw new Error(`The document has no line: ${heading}`);
  return text.slice(at + heading.length + 2);
};

/** The JSON that the document shows next behind a line; the document has lost its indentation. `[...]` stands for anything. */
export function answerAfter(heading: string): unknown {
  const lines = textAfter(heading).replaceAll("[...]", "[]").split("\n");
  const start = lines.indexOf("{");
  let depth = 0;
  const end = lines.findIndex((line, i) => {
    if (i >= start) depth += (line.match(/[{[]/g)?.length ?? 0) - (line.match(/[}\]]/g)?.length ?? 0);
    return i >= start && depth === 0;
  });
  return JSON.parse(lines.slice(start, end + 1).join("\n"));
}

/** A JavaScript example, from its first line to the end of its function. */
export function programAfter(heading: string, ends: string): string {
  const rest = textAfter(heading);
  return rest.slice(0, rest.indexOf(`\n${ends}`));
}

/** Rows of a table: the cells behind its line of dashes. */
export function tableAfter(header: string): string[][] {
  const lines = textAfter(header).split("\n").slice(1);
  const rows = lines.slice(
    0,
    lines.findIndex((line) => !line.includes("|")),
  );
  return rows.map((line) => line.split("|").flatMap((cell) => cell.trim() || []));
}

const kindOf = (value: unknown): string => {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
};

/** Where an answer is not of the shape that the document shows: a field is missing, or is of another JSON type. */
export function differences(shown: unknown, answer: unknown, at = "answer"): string[] {
  if (kindOf(shown) !== kindOf(answer)) return [`${at} is ${kindOf(answer)}, the document shows ${kindOf(shown)}`];
  if (Array.isArray(shown) && Array.isArray(answer))
    return shown.length > 0 ? answer.flatMap((item, i) => differences(shown[0], item, `${at}[${i}]`)) : [];
  if (kindOf(shown) !== "object") return [];
  const given = answer as Record<string, unknown>;
  return Object.entries(shown as object).flatMap(([key, value]) =>
    key in given ? differences(value, given[key], `${at}.${key}`) : [`${at}.${key} is missing`],
  );
}
