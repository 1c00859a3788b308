import { AppError } from "#/kernel/errors.ts";

export const accountExists = (provider: string) =>
  new AppError(
    "conflict",
    "payment_account.exists",
    `There is an account with ${provider} already. Change that one: PATCH /admin/integrations/payments/{id}.`,
    { fields: { provider: "has an account already" } },
  );
export const settingMissing = (field: string, provider: string) =>
  new AppError("invalid", "payment_account.setting_missing", `An account with ${provider} needs ${field}.`, {
    fields: { [field]: `is required for ${provider}` },
  });
export const badSecret = (problem: string) =>
  new AppError("invalid", "payment_account.bad_secret", `signing_secret ${problem}.`, {
    fields: { signing_secret: problem },
  });
export const noSuchAccount = (provider: string) =>
  new AppError(
    "not_found",
    "payment_account.not_found",
    `This business has no account with ${provider}, or does not exist.`,
  );
export const badSignature = (provider: string) =>
  new AppError(
    "unauthorized",
    "payment_webhook.bad_signature",
    `The signature is not that of ${provider} for this body, or is older than five minutes. Check the signing secret.`,
  );
export const unreadable = () =>
  new AppError("invalid", "payment_webhook.unreadable", "The body is not an event of this provider.", {
    fields: { body: "must be an event as the provider sends it" },
  });
export const isKnown = (externalId: string) =>
  new AppError("conflict", "provider_transaction.known", `${externalId} came at the same moment by another way.`);

export const notMatchable = (id: number, why: string) =>
  new AppError("conflict", "payment_match.not_matchable", `Transaction ${id} cannot be matched: ${why}.`, {
    fields: { transaction_id: why },
  });
export const aboveOpen = (openCents: number) =>
  new AppError(
    "conflict",
    "payment_match.above_open_amount",
    `${openCents} cents of the transaction are open; its matches cannot exceed that.`,
    { fields: { sales: `must not sum to more than the open ${openCents} cents` } },
  );
export const saleTwice = (place: number) =>
  new AppError("invalid", "payment_match.sale_twice", "A sale can be named once only.", {
    fields: { [`sales.${place}.sale_id`]: "is named before" },
  });
export const nothingOpen = (saleId: number) =>
  new AppError("conflict", "payment_match.nothing_open", `Nothing is open of sale ${saleId}.`, {
    fields: { sales: `sale ${saleId} has no open amount` },
  });
export const isRejected = (id: number) =>
  new AppError(
    "conflict",
    "payment_match.rejected",
    `Match ${id} is rejected. Match by hand instead: POST /admin/reconciliation/matches.`,
    { fields: { status: "is rejected" } },
  );
export const matchedMeanwhile = () =>
  new AppError(
    "conflict",
    "payment_match.known",
    "The same match was made at the same moment. Look at GET /admin/reconciliation/matches.",
  );
export const onlyStripe = () =>
  new AppError("invalid", "payment_account.only_stripe", "Payments online are taken by Stripe only.", {
    fields: { api_secret: "must be left out for this provider" },
  });
