import type { OpenCtx } from "#/ctx.ts";
import { sealedFor } from "#/db/tenant/sealed.ts";
import { seal, unseal } from "#/kernel/seal.ts";
import type { IntakeBody } from "./open-schemas.ts";

// What a referral says of people is kept sealed, apart from the row that lists and jobs read, and never logged.

/** Everything of a request that tells of people, with the phone in E.164. */
export type ReferralDetails = Pick<IntakeBody, "homeowner" | "summary" | "callCenter" | "referringUser">;

type Env = Pick<OpenCtx["env"], "SEAL_KEY">;

export const sealDetails = (
  env: Env,
  referralId: string,
  { homeowner, summary, callCenter, referringUser }: ReferralDetails,
): Promise<string> =>
  seal(env, sealedFor.referral(referralId), JSON.stringify({ homeowner, summary, callCenter, referringUser }));

/** What `sealDetails` has sealed for this referral. */
export const openDetails = async (env: Env, referralId: string, sealed: string): Promise<ReferralDetails> =>
  JSON.parse(await unseal(env, sealedFor.referral(referralId), sealed)) as ReferralDetails; // safe: only we seal it
