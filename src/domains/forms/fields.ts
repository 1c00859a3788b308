// What a form asks. No import and nothing of the server: the page of a form has this too (page-rules.ts).

export const fieldTypes = [
  "text",
  "textarea",
  "number",
  "boolean",
  "select",
  "multi_select",
  "date",
  "time",
  "datetime",
  "photo",
  "file",
  "signature",
  "rating",
  "gps",
  "section",
  "instruction",
] as const;
export type FieldType = (typeof fieldTypes)[number];

export const conditionOps = ["eq", "ne", "in", "gt", "lt", "is_set"] as const;
export type ConditionOp = (typeof conditionOps)[number];

type Scalar = string | number | boolean;
/** What the answer to another field must be. */
export type Condition = { key: string; op: ConditionOp; value?: Scalar | Scalar[] | undefined };
/** Every one of `all` holds, and one of `any`. */
export type VisibleIf = { all?: Condition[] | undefined; any?: Condition[] | undefined };

export type Option = { value: string; label: string; score?: number | undefined };

export type Field = {
  key: string;
  label: string;
  type: FieldType;
  required?: boolean | undefined;
  help?: string | undefined;
  options?: Option[] | undefined;
  /** Of a section: its fields are answered several times, once for each entry. */
  repeat?: boolean | undefined;
  /** Of a number or rating: its bounds. Of photos, files, choices and entries: how many. */
  min?: number | undefined;
  max?: number | undefined;
  minLength?: number | undefined;
  maxLength?: number | undefined;
  pattern?: string | undefined;
  unit?: string | undefined;
  default?: Scalar | Scalar[] | undefined;
  visibleIf?: VisibleIf | undefined;
};

/** Answers by the keys of their fields. */
export type Answers = Record<string, unknown>;

export const isFileType = (type: FieldType): boolean => type === "photo" || type === "file" || type === "signature";
export const isRepeated = ({ type, repeat }: Field): boolean => type === "section" && repeat === true;
/** Instructions and most sections are only read. The answer to a repeated section is the list of its entries. */
export const isAnswered = (field: Field): boolean =>
  isRepeated(field) || (field.type !== "section" && field.type !== "instruction");
export const isChoice = (type: FieldType): boolean => type === "select" || type === "multi_select";

/** Most characters of a text, where a field says nothing else. */
export const MOST_LENGTH: Partial<Record<FieldType, number>> = { text: 500, textarea: 5000 };
/** Most files of a field. */
export const MOST_FILES = 20;
/** Most files of a submission. */
export const MOST_FILES_OF_ALL = 100;
/** Most entries of a repeated section. */
export const MOST_ENTRIES = 50;

/** The bounds of a rating, or of how many files, choices or entries there may be. */
export function boundsOf({ type, min, max, required }: Field): { min: number; max: number } {
  if (type === "rating") return { min: min ?? 1, max: max ?? 5 };
  if (type === "signature") return { min: 1, max: 1 };
  const least = required ? 1 : 0;
  if (type === "photo" || type === "file") return { min: Math.max(min ?? 0, least), max: max ?? 10 };
  if (type === "section") return { min: Math.max(min ?? 0, least), max: max ?? MOST_ENTRIES };
  if (type === "multi_select") return { min: Math.max(min ?? 0, least), max: max ?? Number.POSITIVE_INFINITY };
  return { min: min ?? Number.NEGATIVE_INFINITY, max: max ?? Number.POSITIVE_INFINITY };
}

/** The section that each field is in: the last one before it. */
export function sectionsOf(fields: readonly Field[]): Map<string, Field> {
  const sections = new Map<string, Field>();
  let section: Field | undefined;
  for (const field of fields)
    if (field.type === "section") section = field;
    else if (section) sections.set(field.key, section);
  return sections;
}

/** The fields of the form itself, and those of each repeated section, by its key: their answers are in its entries. */
export function partsOf(fields: readonly Field[]): { own: Field[]; repeated: Map<string, Field[]> } {
  const sections = sectionsOf(fields);
  const own: Field[] = [];
  const repeated = new Map<string, Field[]>();
  for (const field of fields) {
    if (isRepeated(field)) repeated.set(field.key, []);
    const section = sections.get(field.key);
    const entry = section && repeated.get(section.key);
    (entry ?? own).push(field);
  }
  return { own, repeated };
}

/** The entries of a repeated section, as far as an answer has any. */
export const entriesOf = (value: unknown): Answers[] =>
  (Array.isArray(value) ? value.slice(0, MOST_ENTRIES) : []).filter(isEntry);
export const isEntry = (value: unknown): value is Answers =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Where an answer is: the key of its field, behind the key of a repeated section and the place of the entry. */
export type Placed = { field: Field; path: string; value: unknown; entry?: { section: Field; n: number } };

/** Every field with its answer, in their order: of a repeated section, those of each entry. */
export function placedAnswers(fields: readonly Field[], answers: Answers): Placed[] {
  const { own, repeated } = partsOf(fields);
  return own.flatMap((field): Placed[] => {
    const value = answers[field.key];
    const inEntry = repeated.get(field.key) ?? [];
    const inside = entriesOf(value).flatMap((entry, n) =>
      inEntry.map((one) => ({
        ...{ field: one, path: `${field.key}.${n}.${one.key}`, value: entry[one.key] },
        entry: { section: field, n },
      })),
    );
    return [{ field, path: field.key, value }, ...(isRepeated(field) ? inside : [])];
  });
}
