import { enterByChallenge, invalidChallenge, type OpenCtx } from "#/ctx.ts";
import { commit, must } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { planMail } from "#/domains/mail/index.ts";
import { tenantHeaderMissing } from "../../errors.ts";
import { hashPassword } from "../../passwords.ts";
import { newEmailCode } from "../codes.ts";
import { noEmail } from "../errors.ts";
import { callerReads, keepEmailCode } from "../repo.ts";
import { emailCodeEnd, maskedAddress, waiting } from "../rules.ts";

/** A code by mail, for a user whose phone is not at hand. It is good for this log-in only, and replaces the one before. */
export async function mailCode(open: OpenCtx, { challengeToken }: { challengeToken: string }) {
  if (open.namedTenant === undefined) throw tenantHeaderMissing();
  const ctx = await enterByChallenge(open, challengeToken);
  const [found, row] = await load(ctx, callerReads(ctx));
  const { user, challenge } = waiting(found, row, "verify", ctx.now);
  if (user.email === null) throw noEmail();

  const code = newEmailCode();
  const expiresAt = emailCodeEnd(challenge, ctx.now);
  // a million codes are few: a plain hash would be undone in a moment
  const hash = await hashPassword(ctx.env, code);
  return await commit(ctx, {
    writes: [
      keepEmailCode(ctx, challenge.id, hash, expiresAt),
      must(invalidChallenge()),
      await planMail(ctx, { to: user.email, template: "mfa-code", data: { name: user.name, code } }),
    ],
    announce: true,
    audit: { action: "mail_code", entity: "session", id: challenge.id, changes: { user_id: user.id } },
    result: { sentTo: maskedAddress(user.email), expiresAt },
  });
}
