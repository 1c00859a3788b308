// Judges patterns of text fields. The engine of regular expressions goes back and tries again where a part could have ended elsewhere, which may
// take for ever. So a pattern is a row of characters and classes that may be repeated, and one part at most may be followed by what it matches
// itself: then the time grows with the square of a text of 500 characters at worst.

export const MOST_PATTERN = 200;

/** Code points from and to, in order. */
type Ranges = readonly (readonly [number, number])[];
type Item = { set: Ranges; isOptional: boolean; varies: boolean };

const LAST = 0x10ffff;
const code = (char: string): number => char.codePointAt(0) ?? 0;
const span = (from: string, to: string): readonly [number, number] => [code(from), code(to)];
const SETS: Record<string, Ranges> = {
  d: [span("0", "9")],
  w: [span("0", "9"), span("A", "Z"), span("_", "_"), span("a", "z")],
  s: [
    span("\t", "\r"),
    span("\u2000", "\u200a"),
    ...[" ", "\u00a0", "\u1680", "\u2028", "\u2029", "\u202f", "\u205f", "\u3000", "\ufeff"].map((c) => span(c, c)),
  ],
};

const negated = (ranges: Ranges): Ranges => {
  let next = 0;
  const gaps: [number, number][] = [];
  for (const [from, to] of ranges.toSorted(([a], [b]) => a - b)) {
    if (from > next) gaps.push([next, from - 1]);
    next = Math.max(next, to + 1);
  }
  return next <= LAST ? [...gaps, [next, LAST]] : gaps;
};
const overlap = (one: Ranges, other: Ranges): boolean =>
  one.some(([from, to]) => other.some(([start, end]) => from <= end && start <= to));

class Refused extends Error {}
const refuse = (problem: string): never => {
  throw new Refused(problem);
};

/** What is wrong with a pattern; undefined: nothing. */
export function patternProblem(pattern: string): string | undefined {
  if (pattern.length > MOST_PATTERN) return `must have at most ${MOST_PATTERN} characters`;
  try {
    const items = itemsOf(pattern);
    if (items.length === 0) return "must ask for something";
    const unsure = items.filter((item, i) => item.varies && overlapsNext(items, i));
    return unsure.length > 1
      ? "could take long to match: more than one repeated part is followed by what it matches itself"
      : undefined;
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
}

/** Whether what follows an item, up to the first that must be there, begins with what the item matches. */
function overlapsNext(items: readonly Item[], i: number): boolean {
  const set = items[i]?.set ?? [];
  for (const next of items.slice(i + 1)) {
    if (overlap(set, next.set)) return true;
    if (!next.isOptional) return false;
  }
  return false;
}

function itemsOf(pattern: string): Item[] {
  const chars = Array.from(pattern);
  let at = chars[0] === "^" ? 1 : 0;
  const items: Item[] = [];
  while (at < chars.length) {
    const char = chars[at] ?? "";
    if (char === "$" && at === chars.length - 1) break;
    const { set, end } = atom(chars, at);
    const { least, most, end: after } = quantifier(chars, end);
    items.push({ set, isOptional: least === 0, varies: least !== most });
    at = after;
  }
  return items;
}

function atom(chars: readonly string[], at: number): { set: Ranges; end: number } {
  const char = chars[at] ?? "";
  if (char === "[") return charClass(chars, at + 1);
  if (char === "\\") return { set: escaped(chars[at + 1], false), end: at + 2 };
  if (char === ".")
    return { set: negated([span("\n", "\n"), span("\r", "\r"), span("\u2028", "\u2029")]), end: at + 1 };
  if (char === "(" || char === ")") return refuse("must have no groups: offer a select field for one of several texts");
  if (char === "|") return refuse("must have no alternatives: offer a select field for one of several texts");
  if ("^$*+?{}]".includes(char))
    return refuse(`has ${char} where it does not belong; write \\${char} for the character`);
  return { set: [span(char, char)], end: at + 1 };
}

function escaped(char: string | undefined, isInClass: boolean): Ranges {
  if (char === undefined) return refuse("ends with a backslash");
  const set = SETS[char.toLowerCase()];
  if (set) return char === char.toLowerCase() ? set : negated(set);
  if ("^$\\.*+?()[]{}|/".includes(char) || (isInClass && char === "-")) return [span(char, char)];
  return refuse(`has \\${char}, which is not known here: use \\d, \\w, \\s, or a backslash before a sign`);
}

function charClass(chars: readonly string[], start: number): { set: Ranges; end: number } {
  const isNegated = chars[start] === "^";
  let at = isNegated ? start + 1 : start;
  const ranges: (readonly [number, number])[] = [];
  const one = (): Ranges => {
    const char = chars[at] ?? refuse("has a [ without a ]");
    at += char === "\\" ? 2 : 1;
    if (char === "\\") return escaped(chars[at - 1], true);
    // what a class may mean otherwise in another mode of the engine
    return "[(){}/|".includes(char) ? refuse(`needs \\ before ${char} in [ ]`) : [span(char, char)];
  };
  while (chars[at] !== "]") {
    const from = one();
    if (chars[at] !== "-" || chars[at + 1] === "]") ranges.push(...from);
    else {
      at++;
      const to = one();
      const [[first = 0, last = 0] = [], [begin = 0, end = 0] = []] = [from[0], to[0]];
      if (from.length > 1 || to.length > 1 || first !== last || begin !== end || first > end)
        return refuse("has a range in [ ] that goes the wrong way");
      ranges.push([first, end]);
    }
  }
  if (ranges.length === 0) return refuse("has an empty [ ]");
  return { set: isNegated ? negated(ranges) : ranges, end: at + 1 };
}

function quantifier(chars: readonly string[], at: number): { least: number; most: number; end: number } {
  const char = chars[at];
  const found = ended(chars, at, char);
  if (chars[found.end] !== undefined && found.end > at && "?+*{".includes(chars[found.end] ?? ""))
    return refuse("repeats what is repeated already");
  return found;
}

function ended(chars: readonly string[], at: number, char: string | undefined) {
  if (char === "*") return { least: 0, most: Number.POSITIVE_INFINITY, end: at + 1 };
  if (char === "+") return { least: 1, most: Number.POSITIVE_INFINITY, end: at + 1 };
  if (char === "?") return { least: 0, most: 1, end: at + 1 };
  if (char !== "{") return { least: 1, most: 1, end: at };
  const close = chars.indexOf("}", at);
  const counts = /^(\d{1,3})(,(\d{0,3}))?$/.exec(chars.slice(at + 1, close === -1 ? at + 1 : close).join(""));
  if (!counts) return refuse("has a { } that is not a count; write \\{ for the character");
  const least = Number(counts[1]);
  const most = counts[2] === undefined ? least : counts[3] ? Number(counts[3]) : Number.POSITIVE_INFINITY;
  if (most < least || most === 0) return refuse("has a { } whose numbers are the wrong way");
  return { least, most, end: close + 1 };
}
