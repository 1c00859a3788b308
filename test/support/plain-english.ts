/** A form that marks sentences that are hard to read, and a better form. A space in `form` matches any white space, line breaks included. */
export type BannedForm = { form: RegExp; instead: string };

/** Forms that newcomers stumble over. Most are loan translations: correct words in an order or a sense that English does not use. */
export const bannedForms: BannedForm[] = [
  { form: /\b(he|him|his|himself|she|her|hers|herself)\b/, instead: "they, them, their, or the noun" },
  { form: /\bthe own\b/, instead: "your own, its own" },
  { form: /\bbe had\b/, instead: "available, unavailable" },
  { form: /\b(make|makes|making|made) up for\b/, instead: "retries, repairs, finds" },
  { form: /\bonly then (it|the|they|we|a)\b/, instead: "subject first: then it looks ..." },
  {
    form: /\b(is|are|was|were) to be\b|\b(user|mail|owner|business|administrator) to be[,:;]/,
    instead: "must be; a new",
  },
  { form: /(?<!\bthere )\b(is|are|was|were) no (?!(longer|more|less|use)\b)/, instead: "is not a, are not" },
  { form: /\bof ours\b/, instead: "our, or the exact noun: a valid access token" },
  { form: /\bfor the caller's own\b|\bof the \w+('s|s') own\b(?! \w)/, instead: "of the caller; custom" },
  { form: /\bones? who\b/, instead: "a user who, people who, the actor" },
  { form: /\b(by )?whom\b/, instead: "that, who, or the active voice" },
  { form: /\bstands? (in|on|at|behind|alone)\b(?! for\b)/, instead: "is in, is stored in; in wire format" },
  { form: /\b(left|stays?|stayed) behind\b/, instead: "remains, is not deleted, is lost" },
  { form: /\bso many\b(?!(?: [^ .;:]+){0,8} that\b)/, instead: "n, a given number of, up to the limit" },
  { form: /\bso that nobody\b/, instead: "so no client can" },
  { form: /\banew\b/, instead: "again" },
  { form: /\bany more\b(?! (than|\w+s)\b)/, instead: "no longer" },
  { form: /\balso (when|if|where)\b/, instead: "even if, including" },
];

export type Hit = { line: number; text: string; instead: string };

/** The banned forms in a file, in the order of its lines. Reads comments and strings of .ts and .js files, and all of other files. */
export function findBannedForms(path: string, content: string): Hit[] {
  const prose = /\.[jt]s$/.test(path) ? proseOf(content) : content.replace(/^[ \t]*#+/gm, blank);
  const hits = bannedForms.flatMap(({ form, instead }) =>
    [...prose.matchAll(acrossLines(form))].map(({ 0: text, index }) => ({
      line: prose.slice(0, index).split("\n").length,
      text: text.replace(/\s+/g, " ").trim(),
      instead,
    })),
  );
  return hits.toSorted((a, b) => a.line - b.line);
}

const acrossLines = (form: RegExp): RegExp => new RegExp(form.source.replaceAll(" ", "\\s+"), "gi");

const blank = (text: string): string => text.replace(/\S/g, " ");
/** A character that joins no two texts: the code between them. */
const CODE = "\0";
const hide = (code: string): string => code.replace(/\S/g, CODE);

/** Comments, strings and templates, or (to skip them) regular expressions. */
const PARTS =
  /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|(?<=(?:[=(,:!&|?{;[>\n]|\breturn)\s*)\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/g;

/** The comments and strings of a program at their places, everything else hidden. */
function proseOf(content: string): string {
  let prose = "";
  let end = 0;
  for (const { 0: part, index } of content.matchAll(PARTS)) {
    prose += hide(content.slice(end, index)) + visible(part);
    end = index + part.length;
  }
  return prose + hide(content.slice(end));
}

function visible(part: string): string {
  if (part.startsWith("/*")) return `  ${part.slice(2, -2).replace(/^\s*\*/gm, blank)}  `;
  if (part.startsWith("//")) return blank(part.slice(0, 2)) + part.slice(2);
  if (part.startsWith("/")) return hide(part);
  return (
    CODE +
    part
      .slice(1, -1)
      .replace(/\$\{[^}]*\}/g, hide)
      .replaceAll("\\n", "  ") +
    CODE
  );
}
