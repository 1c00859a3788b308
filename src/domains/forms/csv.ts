import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import type { Cell } from "#/kernel/csv-lines.ts";
import { fold } from "#/kernel/fold.ts";
import { type Field, isAnswered, isFileType, isRepeated, type Placed, placedAnswers } from "./fields.ts";
import { versionsOf } from "./repo.ts";
import { fileNamesAfter, type SubmissionFilter, submissionsAfter } from "./submission-repo.ts";
import { type FormSubmission, forms } from "./tables.ts";

/** Rows of a page: one trip. */
const PAGE = 500;

const FACTS = "id,form_version,status,job_id,customer_id,technician_id,submitted_at,score,max_score".split(",");

/** What was filled in of a form, as a file: one column for each key, of all its versions. */
export async function submissionsFile(ctx: Ctx, filter: SubmissionFilter & { formId: number }) {
  const page = (after: number) => ({
    rows: submissionsAfter(ctx, filter, after, PAGE),
    files: fileNamesAfter(ctx, filter, after, PAGE),
  });
  const { form, versions, ...found } = await read(ctx, {
    form: forms.one(ctx, filter.formId),
    versions: versionsOf(ctx, filter.formId),
    ...page(0),
  });
  const fieldsOf = new Map(versions.map(({ formVersion, fields }) => [formVersion, fields]));
  // more versions than are read: what has a column is shown all the same
  const anyField = [...new Map(versions.flatMap(({ fields }) => fields).map((field) => [field.key, field])).values()];
  const keys = [
    ...new Set(versions.flatMap(({ fields }) => fields.flatMap((field) => (isAnswered(field) ? [field.key] : [])))),
  ];
  async function* pages() {
    for (let { rows, files } = found; ; ) {
      const names = new Map(files.map(({ id, name }) => [id, name]));
      yield rows.map((row) => cellsOf(row, keys, fieldsOf.get(row.formVersion) ?? anyField, names));
      const last = rows.at(-1);
      if (!last || rows.length < PAGE) return;
      ({ rows, files } = await read(ctx, page(last.id)));
    }
  }
  const name = `${fold(form.name).replace(/[^a-z0-9]+/g, "-") || "form"}-submissions.csv`;
  // an answer may be called as a fact is
  return {
    name,
    columns: [...FACTS, ...keys.map((key) => (FACTS.includes(key) ? `answer_${key}` : key))],
    pages: pages(),
  };
}

type Names = ReadonlyMap<number, string>;

function cellsOf(row: FormSubmission, keys: readonly string[], fields: readonly Field[], names: Names): Cell[] {
  const placed = Map.groupBy(placedAnswers(fields, row.answers), ({ field }) => field.key);
  return [
    ...[row.id, row.formVersion, row.status, row.jobId, row.customerId, row.technicianId, row.submittedAt],
    ...[row.score, row.maxScore],
    ...keys.map((key) => cellOf(placed.get(key) ?? [], names)),
  ];
}

/** One answer; or those of all entries, in their order and with a place for an empty one. */
function cellOf(all: readonly Placed[], names: Names): Cell {
  const cells = all.map(({ field, value }) => answerCell(field, value, names));
  const [only = null] = cells;
  if (!all.some(({ entry }) => entry)) return only;
  return cells.some((cell) => cell !== null) ? cells.map((cell) => cell ?? "").join(" | ") : null;
}

function answerCell(field: Field, value: unknown, names: Names): string | number | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "string" || typeof value === "number") return value;
  if (isRepeated(field) && Array.isArray(value)) return value.length;
  if (isFileType(field.type) && Array.isArray(value))
    return value.map((id) => `${names.get(id as number) ?? ""} (file ${String(id)})`.trim()).join("; ");
  if (Array.isArray(value)) return value.join("; ");
  return typeof value === "object" ? JSON.stringify(value) : String(value as boolean);
}
