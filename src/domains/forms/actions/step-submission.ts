import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { revokeLinks } from "#/domains/documents/index.ts";
import { wrongStatus } from "../errors.ts";
import { formReopened, formVoided } from "../events.ts";
import { type FormSubmission, submissions } from "../tables.ts";

type Asked = { id: number; reason: string };

/** Gives a submitted form back, to be corrected and submitted again. It does not count as done until then. */
export async function reopenSubmission(ctx: Ctx, { id, reason }: Asked): Promise<FormSubmission> {
  const { submission } = await load(ctx, { submission: submissions.one(ctx, id) });
  submissions.assertCurrent(ctx, submission);
  if (submission.status !== "submitted") throw wrongStatus(id, submission.status);
  const part = submissions.change(ctx, submission, {
    // the id that the device gave stays: what it sends again is what the office gives back, not a correction
    ...{ status: "reopened", reopenReason: reason, submittedAt: null, submittedBy: null },
  });
  return await commit(ctx, {
    parts: [part],
    events: [formReopened(part.row, submission)],
    audit: { action: "reopen", of: part, details: { reason } },
    result: part.row,
  });
}

/** Takes a submission out of all that counts, for good. The job can get another one of the form; links to this one end. */
export async function voidSubmission(ctx: Ctx, { id, reason }: Asked): Promise<FormSubmission> {
  const { submission } = await load(ctx, { submission: submissions.one(ctx, id) });
  submissions.assertCurrent(ctx, submission);
  if (submission.status === "void") throw wrongStatus(id, submission.status);
  const part = submissions.change(ctx, submission, { status: "void", voidedAt: ctx.now, voidReason: reason });
  return await commit(ctx, {
    parts: [part, revokeLinks(ctx, "form", id)],
    events: [formVoided(part.row, submission)],
    audit: { action: "void", of: part, details: { reason } },
    result: part.row,
  });
}
