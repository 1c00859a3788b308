import { enterByChallenge, invalidChallenge, type OpenCtx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { must } from "#/db/tenant/guards.ts";
import { load } from "#/db/tenant/load.ts";
import { attemptIn, hashPassword, keepEmailCode, runOfCodes } from "#/domains/identity/index.ts";
import { planMail } from "#/domains/mail/index.ts";
import { callerId, callerReads, waiting } from "../caller.ts";
import { newEmailCode } from "../codes.ts";
import { noEmail } from "../errors.ts";
import { emailCodeEnd, maskedAddress } from "../rules.ts";
import { admitAttempt } from "./admit-attempt.ts";

/** Mails a code to a user whose phone is not at hand. It works for this log-in only, and replaces the one before. */
export async function mailCode(open: OpenCtx, { challengeToken }: { challengeToken: string }) {
  const ctx = await enterByChallenge(open, challengeToken);
  const run = runOfCodes(callerId(ctx));
  const { attempt, ...found } = await load(ctx, { ...callerReads(ctx), attempt: attemptIn(ctx, run) });
  const { user, challenge } = waiting(ctx, found, "verify");
  if (user.email === null) throw noEmail();
  await admitAttempt(ctx, user, attempt); // the code could not be used yet

  const code = newEmailCode();
  const expiresAt = emailCodeEnd(challenge, ctx.realNow);
  // a million codes are few: a plain hash would be undone in a moment
  const hash = await hashPassword(ctx.env, code);
  return await commit(ctx, {
    parts: [
      keepEmailCode(ctx, challenge.id, hash, expiresAt),
      must(invalidChallenge()),
      await planMail(ctx, { to: user.email, template: "mfa-code", data: { name: user.name, code } }),
    ],
    audit: { action: "mail_code", entity: "session", id: challenge.id, details: { user_id: user.id } },
    result: { sentTo: maskedAddress(user.email), expiresAt },
  });
}
