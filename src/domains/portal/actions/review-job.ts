import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { dispatchJobs } from "#/domains/dispatch/index.ts";
import { notFound } from "#/kernel/errors.ts";
import { reviewExists, reviewFinal, reviewTooEarly } from "../errors.ts";
import { reviewChanged, reviewPosted } from "../events.ts";
import { presentReview } from "../present.ts";
import { holdOwn, ownAccount, reviewOfJob } from "../repo.ts";
import { isFinalReview } from "../rules.ts";
import { reviews } from "../tables.ts";

type Given = { jobId: number; rating: number; comment?: string | undefined };

/** A customer reviews a completed job of theirs, once; within 7 days the same call changes the review. */
export async function reviewJob(ctx: Ctx, { jobId, rating, comment = "" }: Given) {
  const { account, job, before } = await load(ctx, {
    account: ownAccount(ctx),
    job: dispatchJobs.one(ctx, jobId),
    before: reviewOfJob(ctx, jobId),
  });
  if (account.customerId === null || job.customerId !== account.customerId) throw notFound("dispatch_job", jobId);
  const said = { rating, comment: comment.trim() || null };
  const own = holdOwn(ctx, account, notFound("dispatch_job", jobId));
  if (before) {
    if (isFinalReview(before.createdAt, ctx.now)) throw reviewFinal();
    const part = reviews.change(ctx, before, said);
    return await commit(ctx, {
      parts: [own, part],
      events: [reviewChanged(presentReview(part.row), presentReview(before))],
      audit: { action: "change", of: part },
      result: { ...presentReview(part.row), isNew: false },
    });
  }
  if (job.status !== "completed") throw reviewTooEarly();
  const { customerId, technicianId } = job;
  const part = reviews.insert(ctx, { id: reviews.newId(), jobId, customerId, technicianId, ...said });
  return await commit(ctx, {
    parts: [own, { ...part, refusals: { "reviews.tenant_id, reviews.job_id": reviewExists() } }],
    events: [reviewPosted(presentReview(part.row))],
    audit: { action: "post", of: part },
    result: { ...presentReview(part.row), isNew: true },
  });
}

type Answered = { id: number; answer?: string | null | undefined; hidden?: boolean | undefined };

/** The business answers a review, or hides it from others. */
export async function answerReview(ctx: Ctx, { id, answer, hidden }: Answered) {
  const { review } = await load(ctx, { review: reviews.one(ctx, id) });
  reviews.assertCurrent(ctx, review);
  const part = reviews.change(ctx, review, {
    ...(answer !== undefined && { answer, answeredAt: answer === null ? null : ctx.now }),
    ...(hidden !== undefined && { hiddenAt: hidden ? (review.hiddenAt ?? ctx.now) : null }),
  });
  return await commit(ctx, {
    parts: [part],
    events: [reviewChanged(presentReview(part.row), presentReview(review))],
    audit: { action: "change", of: part },
    result: presentReview(part.row),
  });
}
