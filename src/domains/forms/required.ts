import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { type DispatchJobRow, dispatchJobs } from "#/domains/dispatch/index.ts";
import { type FormOfJob, formsOfJob } from "./required-repo.ts";
import { submissionsOfJob } from "./submission-repo.ts";
import type { FormSubmission } from "./tables.ts";

/** The forms of a job: what is required of it, and how far each is. `check` refuses a job that the caller must not see. */
export async function jobForms(ctx: Ctx, jobId: number, check: (job: DispatchJobRow) => unknown = () => undefined) {
  const { job, found, begun } = await read(ctx, {
    job: dispatchJobs.one(ctx, jobId),
    found: formsOfJob(ctx, jobId),
    begun: submissionsOfJob(ctx, jobId),
  });
  check(job);
  return { jobId, items: together(found, begun) };
}

/** One row for each form: what was begun goes on by its own version, and counts for the strictest of its assignments. */
function together(found: readonly FormOfJob[], begun: readonly FormSubmission[]) {
  const ids = [...new Set(found.map(({ formId }) => formId))].toSorted((one, other) => one - other);
  return ids.flatMap((id) => {
    const [first, ...others] = found.filter(({ formId }) => formId === id);
    if (!first) return [];
    const all = [first, ...others];
    const submission = begun.find(({ formId }) => formId === id) ?? null;
    const asked = all.find(({ formVersion }) => formVersion === submission?.formVersion) ?? first;
    const assigned = all.filter(({ due }) => due !== null);
    const binding = assigned.filter(({ required }) => required);
    const counting = binding.length > 0 ? binding : assigned;
    const due = counting.find((one) => one.due === "before_start")?.due ?? counting[0]?.due ?? null;
    return [
      {
        ...{ formId: id, name: asked.name, kind: asked.kind, due, required: binding.length > 0 },
        ...{
          done: submission?.status === "submitted",
          formVersion: asked.formVersion,
          fields: asked.fields,
          submission,
        },
      },
    ];
  });
}
