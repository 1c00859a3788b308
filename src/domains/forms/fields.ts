// What a form asks. No import and nothing of the server: the page of a form has this and answers.ts too (tools/build.ts).

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
  /** Of a number or rating: its bounds. Of photos, files and choices: how many. */
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
/** Sections and instructions are only read. */
export const isAnswered = (type: FieldType): boolean => type !== "section" && type !== "instruction";
export const isChoice = (type: FieldType): boolean => type === "select" || type === "multi_select";

/** Most characters of a text, where a field says nothing else. */
export const MOST_LENGTH: Partial<Record<FieldType, number>> = { text: 500, textarea: 5000 };
/** Most files of a field. */
export const MOST_FILES = 20;

/** The bounds of a rating, or of how many files there may be. */
export function boundsOf({ type, min, max, required }: Field): { min: number; max: number } {
  if (type === "rating") return { min: min ?? 1, max: max ?? 5 };
  if (type === "signature") return { min: 1, max: 1 };
  const least = required ? 1 : 0;
  if (type === "photo" || type === "file") return { min: Math.max(min ?? 0, least), max: max ?? 10 };
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
