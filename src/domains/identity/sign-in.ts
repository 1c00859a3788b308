import type { Ctx } from "#/ctx.ts";
import { commit, type Parts } from "#/db/tenant/commit.ts";
import { type Organization, organizationOf, settingsOf } from "#/domains/organization/index.ts";
import { newId } from "#/kernel/ids.ts";
import { plusSeconds } from "#/kernel/time.ts";
import { CHALLENGE_SECONDS, signChallenge } from "#/kernel/tokens.ts";
import { type Challenge, insertChallenge } from "./challenge-repo.ts";
import { allCustomRoles } from "./role-repo.ts";
import { planSession } from "./sessions.ts";
import type { CustomRole, User } from "./tables.ts";

/** What every log-in reads beside the user, in the same trip. */
export const signInReads = (ctx: Ctx) => ({ organization: organizationOf(ctx), customRoles: allCustomRoles(ctx) });

type SignIn = {
  user: User;
  organization: Organization | undefined;
  customRoles: readonly CustomRole[];
  /** How the user proved who they are: `password`, `sso:google` ... For the audit log. */
  by: string;
  /** Written with it. */
  parts?: Parts;
};

/** Whether the business demands a second factor of a user with these roles. */
export const demandsMfa = (organization: Organization | undefined, roles: readonly string[]): boolean =>
  settingsOf(organization).mfaRequiredRoles.some((role) => roles.includes(role));

/**
 * Second half of every log-in, whatever the first proof was: a challenge for a user with a second factor, one to enrol it for a
 * user whose role demands it, and a session for all others.
 */
export async function completeSignIn(ctx: Ctx, signIn: SignIn) {
  const { user, organization } = signIn;
  if (user.mfaEnabledAt) return await openChallenge(ctx, signIn, "verify", { mfaRequired: true as const });
  if (demandsMfa(organization, user.roles))
    return await openChallenge(ctx, signIn, "enroll", { mfaEnrollmentRequired: true as const });
  return await openSession(ctx, signIn);
}

/** Signs the user in, who has proved all that is asked of them. */
export async function openSession(ctx: Ctx, { user, customRoles, by, parts = [] }: Omit<SignIn, "organization">) {
  const session = await planSession(ctx, user, customRoles);
  const details = { user_id: user.id, by, ip: ctx.client.ip };
  return await commit(ctx, {
    parts: [...parts, session],
    audit: { action: "log_in", entity: "session", id: session.id, details },
    result: session.signedIn,
  });
}

/** Makes the log-in wait for its second half. Answers what is asked of the user, with the token that continues the log-in. */
async function openChallenge<A>(ctx: Ctx, { user, by, parts = [] }: SignIn, purpose: Challenge["purpose"], asked: A) {
  const id = newId("mfa");
  const row: Challenge = {
    tenantId: ctx.tenant.id,
    id,
    userId: user.id,
    purpose,
    failures: 0,
    expiresAt: plusSeconds(ctx.realNow, CHALLENGE_SECONDS),
    usedAt: null,
    emailCodeHash: null,
    emailCodeExpiresAt: null,
  };
  const mfaChallengeToken = await signChallenge(ctx.env, { tenantId: ctx.tenant.id, userId: user.id, challengeId: id });
  return await commit(ctx, {
    parts: [...parts, insertChallenge(row)],
    audit: { action: "challenge", entity: "session", id, details: { user_id: user.id, by, ip: ctx.client.ip } },
    result: { ...asked, mfaChallengeToken },
  });
}
