import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { assertVersion } from "#/db/tenant/stamps.ts";
import { dispatchJobs, ownJob } from "#/domains/dispatch/index.ts";
import { technicianOf } from "#/domains/technicians/index.ts";
import { wrongStatus } from "../errors.ts";
import { formSubmitted } from "../events.ts";
import { type Filled, filledIn, type Known } from "../filling.ts";
import { versionOf } from "../repo.ts";
import { isOpen } from "../statuses.ts";
import { filesOfJob, submissionOfJob, submissionSent } from "../submission-repo.ts";
import { type FormSubmission, forms, submissions } from "../tables.ts";

type OfJob = Filled & { jobId: number; formId: number };

/** Keeps what a technician has filled in so far of a form for one of their jobs. */
export const saveDraft = (ctx: Ctx, asked: OfJob): Promise<FormSubmission> => fillInForJob(ctx, asked, false);

/** Submits a form for one of the technician's jobs. The same submission again, by the id that the device gave it, is the one that is there. */
export const submitForm = (ctx: Ctx, asked: OfJob): Promise<FormSubmission> => fillInForJob(ctx, asked, true);

async function fillInForJob(ctx: Ctx, asked: OfJob, isFinal: boolean): Promise<FormSubmission> {
  const technicianId = technicianOf(ctx);
  const { jobId, formId, formVersion } = asked;
  const sentId = isFinal ? asked.clientEventId : undefined;
  const { job, sent, ...known } = await load(ctx, {
    job: dispatchJobs.one(ctx, jobId),
    form: forms.one(ctx, formId),
    version: versionOf(ctx, formId, formVersion),
    submission: submissionOfJob(ctx, jobId, formId),
    files: filesOfJob(ctx, jobId, formId),
    sent: sentId === undefined ? undefined : submissionSent(ctx, { jobId, formId, clientEventId: sentId }),
  });
  ownJob(job, technicianId);
  if (sent) return sent;
  const whose = { jobId, formId, technicianId, customerId: job.customerId, formName: known.form.name };
  return await keep(ctx, asked, known, { isFinal, whose });
}

type Whose = Pick<FormSubmission, "jobId" | "formId" | "technicianId" | "customerId" | "formName">;

/** Writes what was filled in: of a new submission (`whose`), or of the one that is there. */
export async function keep(
  ctx: Ctx,
  asked: Filled,
  known: Known,
  { isFinal, whose }: { isFinal: boolean; whose?: Whose },
): Promise<FormSubmission> {
  const { submission } = known;
  if (submission && isFinal && isSameAgain(submission, asked)) return submission;
  if (submission && !isOpen(submission.status)) throw wrongStatus(submission.id, submission.status);
  // of a form that nobody has begun, an If-Match names a version that is not there
  const id = submission?.id ?? `${whose?.jobId}/${whose?.formId}`;
  assertVersion(ctx, submissions.entity, { id, version: submission?.version });
  const filled = filledIn(ctx, asked, known, isFinal);
  const part = submission
    ? submissions.change(ctx, submission, { ...filled, ...(whose && { technicianId: whose.technicianId }) })
    : whose &&
      submissions.insert(ctx, {
        ...{ status: "in_progress", ...filled, ...whose, id: submissions.newId(), source: "technician" },
      });
  if (!part) throw new Error("Nothing to keep the answers in."); // a link has its submission from the start
  return await commit(ctx, {
    parts: [part],
    events: isFinal ? [formSubmitted(part.row, submission ?? null)] : [],
    audit: { action: isFinal ? "submit" : "save", of: part },
    result: part.row,
  });
}

const isSameAgain = (submission: FormSubmission, { clientEventId }: Filled): boolean =>
  clientEventId !== undefined && submission.clientEventId === clientEventId;
