import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { fold } from "#/kernel/fold.ts";
import { isAnswered } from "./fields.ts";
import { versionsOf } from "./repo.ts";
import { type SubmissionFilter, submissionsAfter } from "./submission-repo.ts";
import { type FormSubmission, forms } from "./tables.ts";

type Cell = string | number | null;

/** Rows of a page: one trip. */
const PAGE = 500;

const FACTS = "id,form_version,status,job_id,customer_id,technician_id,submitted_at,score,max_score".split(",");

/** What was filled in of a form, as a file: one column for each key, of all its versions. */
export async function submissionsFile(ctx: Ctx, filter: SubmissionFilter & { formId: number }) {
  const { form, versions, found } = await read(ctx, {
    form: forms.one(ctx, filter.formId),
    versions: versionsOf(ctx, filter.formId),
    found: submissionsAfter(ctx, filter, 0, PAGE),
  });
  const keys = [
    ...new Set(versions.flatMap(({ fields }) => fields.flatMap(({ key, type }) => (isAnswered(type) ? [key] : [])))),
  ];
  async function* pages() {
    for (let rows = found; ; ) {
      yield rows.map((row) => cellsOf(row, keys));
      const last = rows.at(-1);
      if (!last || rows.length < PAGE) return;
      ({ rows } = await read(ctx, { rows: submissionsAfter(ctx, filter, last.id, PAGE) }));
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

const cellsOf = (row: FormSubmission, keys: readonly string[]): Cell[] => [
  ...[row.id, row.formVersion, row.status, row.jobId, row.customerId, row.technicianId, row.submittedAt],
  ...[row.score, row.maxScore],
  ...keys.map((key) => cellOf(row.answers[key])),
];

function cellOf(value: unknown): Cell {
  if (value === undefined || value === null) return null;
  if (typeof value === "string" || typeof value === "number") return value;
  if (Array.isArray(value)) return value.join("; ");
  return typeof value === "object" ? JSON.stringify(value) : String(value as boolean);
}
