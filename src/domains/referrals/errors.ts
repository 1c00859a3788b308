import { AppError } from "#/kernel/errors.ts";

export const keysDiffer = () =>
  new AppError(
    "bad_request",
    "referral.idempotency_keys_differ",
    "The header Idempotency-Key and the body's idempotency_key differ. Send one of them, or the same in both.",
    { fields: { idempotency_key: "is not what the header Idempotency-Key says" } },
  );
export const noSuchJob = (id: string) =>
  new AppError("not_found", "referral.not_found", `There is no job ${id} of this key.`);
export const notCancellable = (status: string) =>
  new AppError("conflict", "referral.not_cancellable", `This job is ${status}, so it can no longer be cancelled.`);
export const changedByAnother = () =>
  new AppError(
    "conflict",
    "referral.changed_meanwhile",
    "The job was changed at the same time. Read it again and retry.",
    { retryAfter: 1 },
  );
export const noWebhook = () =>
  new AppError("not_found", "referral_webhook.not_found", "This key has no webhook. PUT /open/webhook sets one.");
export const badWebhookUrl = (problem: string) =>
  new AppError("invalid", "referral_webhook.bad_url", `url: ${problem}`, { fields: { url: problem } });

export const noSuchKey = (id: string) =>
  new AppError("not_found", "referral_key.not_found", `There is no referral key ${id}.`);
export const keyRevoked = () =>
  new AppError("conflict", "referral_key.revoked", "This key was revoked for good. Make a new one.");
export const noSuchCompany = (id: string, field?: string) =>
  new AppError("not_found", "referral_company.not_found", `There is no referral company ${id}.`, {
    ...(field && { fields: { [field]: "no referral company has this id" } }),
  });
export const companyIdTaken = (field: string) =>
  new AppError(
    "conflict",
    "referral_company.id_taken",
    `Another referral company has this ${field}. Change that one, or name another id.`,
    { fields: { [field]: "belongs to another referral company" } },
  );
export const companyInUse = () =>
  new AppError(
    "conflict",
    "referral_company.in_use",
    "A key or a referral names this company, so it stays. Take its ids away if it should get no more referrals.",
  );
export const noSuchBusiness = (id: string) =>
  new AppError("not_found", "tenant.not_found", `There is no business with the id ${id}.`, {
    fields: { tenant_id: "no business has this id" },
  });
