import { type Answers, type Condition, entriesOf, type Field, partsOf, sectionsOf } from "./fields.ts";

// Which fields of a form show, by what was answered to others. Pure.

/** Whether something was answered at all. */
export const isSet = (value: unknown): boolean =>
  value !== undefined &&
  value !== null &&
  !(typeof value === "string" && value.trim() === "") &&
  !(Array.isArray(value) && value.length === 0);

const holds =
  (answerTo: (key: string) => unknown) =>
  ({ key, op, value }: Condition): boolean => {
    const answer = answerTo(key);
    if (op === "is_set") return isSet(answer) === (value ?? true);
    const given = Array.isArray(answer) ? answer : [answer];
    const has = (wanted: unknown): boolean => given.some((one) => one === wanted);
    if (op === "ne") return !isSet(answer) || !has(value);
    if (!isSet(answer)) return false;
    if (op === "eq") return has(value);
    if (op === "in") return Array.isArray(value) && value.some(has);
    if (typeof answer !== typeof value || (typeof answer !== "number" && typeof answer !== "string")) return false;
    const other = value as number | string; // safe: of the same type
    return op === "gt" ? answer > other : answer < other;
  };

type AnswerTo = (key: string) => unknown;
/** Outside of all entries nothing was answered. */
export const nothing: AnswerTo = () => undefined;

/** Which fields show, and what is answered to them. The answer to a hidden field counts as none, for others too. */
export function shownOf(fields: readonly Field[], answers: Answers, outside: AnswerTo) {
  const { own, repeated } = partsOf(fields);
  const byKey = new Map(own.map((field) => [field.key, field]));
  const sections = sectionsOf(own);
  const known = new Map<string, boolean>();
  const shows = (field: Field): boolean => {
    const found = known.get(field.key);
    if (found !== undefined) return found;
    known.set(field.key, false); // a circle, which publishing refuses, hides
    const section = sections.get(field.key);
    const does = (!section || shows(section)) && met(field);
    known.set(field.key, does);
    return does;
  };
  const answerTo = (key: string): unknown => {
    const field = byKey.get(key);
    if (!field) return outside(key);
    return shows(field) && Object.hasOwn(answers, key) ? answers[key] : undefined;
  };
  const met = ({ visibleIf: { all = [], any } = {} }: Field): boolean =>
    all.every(holds(answerTo)) && (!any || any.some(holds(answerTo)));
  return { own, byKey, repeated, shown: own.filter(shows), answerTo };
}

/**
 * The paths of the fields that show with these answers: their keys, and `units.0.model` in the first entry of a repeated section. A condition
 * within an entry looks at the answers of the same entry, and at those outside of all entries.
 */
export function visiblePaths(fields: readonly Field[], answers: Answers, outside = nothing): Set<string> {
  const { repeated, shown, answerTo } = shownOf(fields, answers, outside);
  return new Set(
    shown.flatMap(({ key }) => {
      const inEntry = repeated.get(key);
      const entries = inEntry ? entriesOf(answers[key]) : [];
      const inside = entries.flatMap((entry, n) =>
        [...visiblePaths(inEntry ?? [], entry, answerTo)].map((path) => `${key}.${n}.${path}`),
      );
      return [key, ...inside];
    }),
  );
}
