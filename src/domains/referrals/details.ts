import type { OpenCtx } from "#/ctx.ts";
import { sealedFor } from "#/db/tenant/sealed.ts";
import { keyList } from "#/kernel/key-list.ts";
import { seal, unseal } from "#/kernel/seal.ts";
import { sha256 } from "#/kernel/secrets.ts";
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

/**
 * SHA-256 of a phone behind each secret of SEAL_KEY, the current one first: a plain hash of ten digits is soon guessed. New rows get the first;
 * those sealed under an older key are found by the others.
 */
export const phoneHashes = (env: Env, e164: string): Promise<string[]> =>
  Promise.all(keyList("SEAL_KEY", env.SEAL_KEY).keys.map(({ secret }) => sha256(`${secret}\nreferral\n${e164}`)));
