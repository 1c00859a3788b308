import type { OpenCtx } from "#/ctx.ts";
import { openDetails, type ReferralDetails } from "./details.ts";

/** What the network passes on of a referral. */
export type Said = { homeowner: ReferralDetails["homeowner"]; summary: string; spoken: string };

const LONGEST_SUMMARY = 2000;

/** What a referral says of people and work; undefined when that was erased. */
export async function readSaid(
  { env }: Pick<OpenCtx, "env">,
  referralId: string,
  sealed: string | null,
): Promise<Said | undefined> {
  if (sealed === null) return undefined;
  const { homeowner, summary, callCenter } = await openDetails(env, referralId, sealed);
  const spoken = summary?.trim() || callCenter?.call?.transcript?.trim() || "";
  return { homeowner, spoken, summary: spoken.slice(0, LONGEST_SUMMARY) };
}
