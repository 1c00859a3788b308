import type { referralHistory } from "#/db/control/schema/referrals.ts";
import { toWire } from "#/kernel/wire.ts";
import type { Receipt } from "./intake-repo.ts";
import type { FoundJob } from "./job-repo.ts";
import { OpenJobReceipt } from "./open-schemas.ts";

export const presentReceipt = ({ publicId, status, source, duplicateOf }: Receipt) => ({
  publicId,
  status,
  source,
  ...(duplicateOf !== null && { duplicate: true as const }),
});

/** The body of that answer, for a request that was carried out before. */
export const receiptText = (receipt: Receipt): string =>
  JSON.stringify({ data: toWire(OpenJobReceipt, presentReceipt(receipt)) });

/** A job as its referrer sees it: nothing of the homeowner but the ZIP. */
export const presentJob = ({ referral, company, email, original, provider }: FoundJob) => ({
  ...referral,
  duplicateOf: original,
  test: referral.isTest,
  zipCode: referral.zip,
  company: company.name === null ? null : { ...company, name: company.name },
  attributedTo: { type: referral.attribution, email },
  provider: provider === null ? null : { name: provider },
});

export const presentDetails = ({
  job,
  history,
}: {
  job: FoundJob;
  history: (typeof referralHistory.$inferSelect)[];
}) => ({
  ...presentJob(job),
  history,
});
