import { z } from "./fields.ts";

// What a validator says of a value, in our words: what the field must be, so that the reader knows what to send.

type Raw<Code extends z.core.$ZodIssue["code"]> = Extract<z.core.$ZodRawIssue, { code: Code }>;

/** Names of types as people who write JSON know them. */
const types: Record<string, string> = {
  string: "a text",
  number: "a number",
  int: "an integer",
  boolean: "true or false",
  array: "a list",
  tuple: "a list",
  set: "a list",
  object: "an object",
  record: "an object",
  map: "an object",
  null: "null",
  undefined: "left out",
  never: "left out",
  date: "a date",
  nan: "a number",
};
const typeOf = (input: unknown): string =>
  input === null ? "null" : Array.isArray(input) ? "a list" : (types[typeof input] ?? `a ${typeof input}`);

function ofType({ expected, input, inst }: Raw<"invalid_type">): string {
  const isInteger = expected === "int" || (inst instanceof z.ZodNumber && inst.isInt);
  if (isInteger && typeof input === "number") return "must be an integer";
  return `must be ${isInteger ? types.int : (types[expected] ?? `a ${expected}`)}, not ${typeOf(input)}`;
}

const units: Record<string, readonly [one: string, many: string]> = {
  string: ["character", "characters"],
  array: ["entry", "entries"],
  set: ["entry", "entries"],
  map: ["entry", "entries"],
  object: ["entry", "entries"],
  file: ["byte", "bytes"],
};

/** `which`: at least, at most, exactly, or more or less than. */
function bound(origin: string, which: string, n: number | bigint): string {
  const [one, many] = units[origin] ?? [];
  if (one === undefined) return `must be ${which} ${n}`;
  if (which === "at least" && n === 1) return "must not be empty";
  return `must have ${which} ${n} ${n === 1 ? one : many}`;
}
const tooSmall = ({ origin, minimum, inclusive, exact }: Raw<"too_small">): string =>
  bound(origin, exact ? "exactly" : inclusive ? "at least" : "more than", minimum);
const tooBig = ({ origin, maximum, inclusive, exact }: Raw<"too_big">): string =>
  bound(origin, exact ? "exactly" : inclusive ? "at most" : "less than", maximum);

const formats: Record<string, string> = {
  email: "an e-mail address",
  url: "a web address",
  httpUrl: "a web address",
  uuid: "a UUID",
  guid: "a UUID",
  datetime: "an RFC 3339 date and time, e.g. 2026-03-28T09:00:00Z",
  date: "a calendar day, YYYY-MM-DD",
  time: "a time of day, HH:MM:SS",
  duration: "an ISO 8601 duration, e.g. PT30M",
  e164: "a phone number like +18135550142",
  ipv4: "an IPv4 address",
  ipv6: "an IPv6 address",
  json_string: "JSON in a text",
  lowercase: "in lower case",
  uppercase: "in upper case",
};
function ofFormat(issue: Raw<"invalid_format">): string {
  const { format, pattern, prefix, suffix, includes } = issue as Raw<"invalid_format"> & Record<string, unknown>;
  if (format === "starts_with") return `must begin with ${JSON.stringify(prefix)}`;
  if (format === "ends_with") return `must end with ${JSON.stringify(suffix)}`;
  if (format === "includes") return `must contain ${JSON.stringify(includes)}`;
  if (format === "regex") return `must match the pattern ${pattern}`;
  return `must be ${formats[format] ?? `of the format ${format}`}`;
}

/** Fields that are always told in full, where there are no more. */
export const FEW = 20;
const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, "");
/** The names that are written nearly as one. */
export function near(names: readonly string[], one: string): string[] {
  const given = plain(one);
  const isNear = (name: string) => plain(name).endsWith(given) || (given.length > 2 && plain(name).includes(given));
  return given === "" ? [] : names.filter(isNear).slice(0, 5);
}

/** That a field is none, and which there are: of many those that are written nearly so, if there are any. */
function noField({ keys: [key = ""], inst }: Raw<"unrecognized_keys">): string {
  const says = "is not a field of this request";
  const names = inst instanceof z.ZodObject ? Object.keys(inst.shape) : [];
  if (names.length <= FEW)
    return names.length === 0 ? `${says}, which has none` : `${says}; there are: ${names.join(", ")}`;
  const alike = near(names, key);
  return alike.length === 0 ? says : `${says}; near it: ${alike.join(", ")}`;
}

/** What a field must be, of which no form fits. */
function ofUnion({ errors, options }: Raw<"invalid_union"> & { options?: unknown[] }): string {
  if (options) return `must be one of: ${options.join(", ")}`;
  const all = new Set(
    (errors ?? []).flatMap(([first]) => (first ? [first.message.replace(/^must be |, not .*$/g, "")] : [])),
  );
  return all.size === 0 ? "must have one form only" : `must be ${[...all].join(", or ")}`;
}

/** For `safeParse`: where a schema has no words of its own. */
export const wording: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case "invalid_type":
      return ofType(issue);
    case "invalid_value":
      return `must be ${issue.values.length === 1 ? "" : "one of: "}${issue.values.join(", ")}`;
    case "too_small":
      return tooSmall(issue);
    case "too_big":
      return tooBig(issue);
    case "invalid_format":
      return ofFormat(issue);
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}`;
    case "unrecognized_keys":
      return noField(issue);
    case "invalid_key":
      return `is not a possible name: it ${issue.issues[0]?.message ?? "cannot be used"}`;
    case "invalid_element":
      return `has an entry that ${issue.issues[0]?.message ?? "cannot be used"}`;
    case "invalid_union":
      return ofUnion(issue);
    default:
      return "is not possible here";
  }
};
