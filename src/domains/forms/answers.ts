import { type Answers, boundsOf, entriesOf, type Field, isAnswered, isEntry, MOST_LENGTH } from "./fields.ts";
import { isSet, nothing, shownOf } from "./visible.ts";

// What answers a version of a form takes: on the server, and in the page of the form before anything is sent. Pure, without a clock.

/** An uploaded file of this very submission. */
export type KnownFile = { id: number; field: string };

export type Judged = {
  /** What is kept: the answers to fields that show. */
  answers: Answers;
  /** What is wrong, by path. */
  problems: Record<string, string>;
  score: number | null;
  maxScore: number | null;
};

type Known = { isFinal: boolean; files: readonly KnownFile[] };

/** Judges answers by the fields of their version. A draft may lack what is required. */
export function judge(fields: readonly Field[], answers: Answers, known: Known, outside = nothing): Judged {
  const { isFinal, files } = known;
  const problems = new Map<string, string>();
  const kept: Answers = {};
  const { byKey, repeated, shown, answerTo } = shownOf(fields, answers, outside);
  for (const key of Object.keys(answers)) {
    const field = byKey.get(key);
    const section = [...repeated].find(([, inEntry]) => inEntry.some((one) => one.key === key))?.[0];
    if (section !== undefined) problems.set(key, `is answered in the entries of ${section}`);
    else if (!field) problems.set(key, "is not a field of this version of the form");
    else if (!isAnswered(field)) problems.set(key, `is a ${field.type}, which takes no answer`);
  }
  let [score, maxScore, isScored] = [0, 0, false];
  const count = (scores: { got: number; most: number } | undefined): void => {
    if (scores) [score, maxScore, isScored] = [score + scores.got, maxScore + scores.most, true];
  };
  for (const field of shown) {
    const { key } = field;
    if (!isAnswered(field)) continue;
    const value = Object.hasOwn(answers, key) ? answers[key] : undefined;
    const inEntry = repeated.get(key);
    if (isSet(value)) {
      const problem = inEntry ? entriesProblem(field, value, isFinal) : problemOf(field, value, files, isFinal);
      if (problem) problems.set(key, problem);
      else kept[key] = value;
    } else if (isFinal && field.required) problems.set(key, "is required"); // `min` holds where something was answered
    if (!inEntry) count(scoresOf(field, kept[key]));
    else if (kept[key] !== undefined)
      kept[key] = entriesOf(value).map((entry, n) => {
        const judged = judge(inEntry, entry, known, answerTo);
        for (const [path, problem] of Object.entries(judged.problems)) problems.set(`${key}.${n}.${path}`, problem);
        if (judged.score !== null) count({ got: judged.score, most: judged.maxScore ?? 0 });
        return judged.answers;
      });
  }
  return {
    answers: kept,
    problems: Object.fromEntries(problems),
    score: isScored ? score : null,
    maxScore: isScored ? maxScore : null,
  };
}

/** What a choice brings, and the most that it could. Nothing where no option has a score. */
function scoresOf(field: Field, value: unknown): { got: number; most: number } | undefined {
  const { options = [] } = field;
  if (options.every(({ score }) => score === undefined)) return undefined;
  const chosen = Array.isArray(value) ? value : [value];
  const got = options.reduce((sum, { value: one, score = 0 }) => sum + (chosen.includes(one) ? score : 0), 0);
  return { got, most: bestOf(field) };
}

/** The most that as many options bring as may be chosen. What may be left out brings nothing at worst. */
function bestOf(field: Field): number {
  const { type, options = [], required } = field;
  const { min, max } = type === "multi_select" ? boundsOf(field) : { min: 1, max: 1 };
  const scores = options.map(({ score = 0 }) => score).toSorted((a, b) => b - a);
  const best = scores.filter((score, n) => n < max && (n < min || score > 0)).reduce((sum, one) => sum + one, 0);
  return required ? best : Math.max(best, 0);
}

const DAY = /^\d{4}-\d\d-\d\d$/;
const isDay = (text: string): boolean => {
  const date = new Date(`${text}T00:00:00Z`);
  return DAY.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
};
const isTime = (text: string): boolean => /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text);
/** With an offset, or a wall time without one, as a phone's field gives it. */
const isMoment = (text: string): boolean => {
  const [, day, time, offset] =
    /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::[0-5]\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/.exec(text) ?? [];
  if (day === undefined || time === undefined || !isDay(day) || !isTime(time)) return false;
  return offset === undefined || !Number.isNaN(Date.parse(text));
};

/** What is wrong with an answer to a field; undefined: nothing. */
function problemOf(field: Field, value: unknown, files: readonly KnownFile[], isFinal: boolean): string | undefined {
  switch (field.type) {
    case "text":
    case "textarea":
      return textProblem(field, value, isFinal);
    case "number":
    case "rating":
      return numberProblem(field, value);
    case "boolean":
      return typeof value === "boolean" ? undefined : "must be true or false";
    case "select":
      return isOption(field, value) ? undefined : `must be one of: ${valuesOf(field)}`;
    case "multi_select":
      return choicesProblem(field, value, isFinal);
    case "date":
      return typeof value === "string" && isDay(value) ? undefined : "must be a day, YYYY-MM-DD";
    case "time":
      return typeof value === "string" && isTime(value) ? undefined : "must be a time of day, HH:MM";
    case "datetime":
      return typeof value === "string" && isMoment(value) ? undefined : "must be a date and time, YYYY-MM-DDTHH:MM";
    case "photo":
    case "file":
    case "signature":
      return filesProblem(field, value, files, isFinal);
    case "gps":
      return isPlace(value) ? undefined : "must be an object with latitude and longitude";
    default:
      return `is a ${field.type}, which takes no answer`;
  }
}

function textProblem(field: Field, value: unknown, isFinal: boolean): string | undefined {
  const { type, minLength = 0, maxLength = MOST_LENGTH[type] ?? 0, pattern } = field;
  if (typeof value !== "string") return "must be text";
  if (value.length > maxLength) return `must have at most ${maxLength} characters`;
  if (type === "text" && /\p{Cc}/u.test(value)) return "must be one line";
  if (value.includes("\0") || !value.isWellFormed()) return "must not contain NUL or broken Unicode";
  if (!isFinal) return undefined;
  if (value.length < minLength) return `must have at least ${minLength} characters`;
  // publishing lets no pattern pass that could take long (pattern.ts)
  return pattern === undefined || new RegExp(`^(?:${bare(pattern)})$`, "u").test(value)
    ? undefined
    : "does not have the form that is asked for";
}
/** A pattern means the whole text, with its anchors or without. */
const bare = (pattern: string): string => pattern.replace(/^\^/, "").replace(/(?<!\\)((?:\\\\)*)\$$/, "$1");

function numberProblem(field: Field, value: unknown): string | undefined {
  if (typeof value !== "number" || !Number.isFinite(value)) return "must be a number";
  const { min, max } = boundsOf(field);
  if (field.type === "rating" && !Number.isInteger(value)) return "must be a whole number";
  if (value < min) return `must be at least ${min}`;
  return value > max ? `must be at most ${max}` : undefined;
}

const valuesOf = ({ options = [] }: Field): string =>
  options
    .map(({ value }) => value)
    .join(", ")
    .slice(0, 200);
const isOption = ({ options = [] }: Field, value: unknown): boolean => options.some((one) => one.value === value);

function choicesProblem(field: Field, value: unknown, isFinal: boolean): string | undefined {
  if (!Array.isArray(value)) return "must be a list of values";
  if (!value.every((one) => isOption(field, one))) return `must be of: ${valuesOf(field)}`;
  if (new Set(value).size < value.length) return "must not name a value twice";
  return countProblem(field, value.length, isFinal);
}

function filesProblem(field: Field, value: unknown, files: readonly KnownFile[], isFinal: boolean): string | undefined {
  if (!Array.isArray(value)) return "must be a list of ids of files";
  const own = new Set(files.filter((file) => file.field === field.key).map(({ id }) => id));
  const missing = value.find((id) => !own.has(id as number));
  if (missing !== undefined) return `names file ${String(missing).slice(0, 20)}, which was not uploaded for this field`;
  if (new Set(value).size < value.length) return "has the same file twice";
  return countProblem(field, value.length, isFinal);
}

function entriesProblem(field: Field, value: unknown, isFinal: boolean): string | undefined {
  if (!Array.isArray(value) || !value.every(isEntry)) return "must be a list of entries, each with its answers by key";
  return countProblem(field, value.length, isFinal);
}

function countProblem(field: Field, n: number, isFinal: boolean): string | undefined {
  const { min, max } = boundsOf(field);
  if (n > max) return `takes at most ${max}`;
  return isFinal && n < min ? `needs at least ${min}` : undefined;
}

function isPlace(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { latitude, longitude, accuracy = 0, ...others } = value as Record<string, unknown>;
  const isIn = (one: unknown, most: number) => typeof one === "number" && Math.abs(one) <= most;
  return isIn(latitude, 90) && isIn(longitude, 180) && isIn(accuracy, 1e6) && Object.keys(others).length === 0;
}
