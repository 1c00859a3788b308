import type { Ctx } from "#/ctx.ts";
import { type Commit, commit } from "#/db/tenant/commit.ts";
import { findOrganization, type Organization, settingsOf } from "#/domains/settings/index.ts";
import { newId } from "#/kernel/ids.ts";
import { plusSeconds } from "#/kernel/time.ts";
import { CHALLENGE_SECONDS, signChallenge } from "#/kernel/tokens.ts";
import { insertChallenge } from "./mfa/repo.ts";
import type { User } from "./repo.ts";
import { allCustomRoles, type CustomRole, extraPermissions } from "./roles/repo.ts";
import { planSession } from "./sessions.ts";

/** What every log-in reads beside the user, in the same trip. */
export const signInReads = (ctx: Ctx) => [findOrganization(ctx), allCustomRoles(ctx)] as const;

export type SignIn = {
  user: User;
  organization: Organization | undefined;
  customRoles: readonly CustomRole[];
  /** How he proved who he is: `password`, `sso:google` ... For the audit log. */
  by: string;
  /** Rows to write with it. */
  writes?: Commit<never>["writes"];
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
  if (user.mfaEnabledAt)
    return { mfaRequired: true as const, mfaChallengeToken: await challenge(ctx, signIn, "verify") };
  if (demandsMfa(organization, user.roles))
    return { mfaEnrollmentRequired: true as const, mfaChallengeToken: await challenge(ctx, signIn, "enroll") };
  return await openSession(ctx, signIn);
}

/** Signs the user in: he has proved all that is asked of him. */
export async function openSession(ctx: Ctx, { user, customRoles, by, writes = [] }: Omit<SignIn, "organization">) {
  const session = await planSession(ctx, user, extraPermissions(user.roles, customRoles));
  return await commit(ctx, {
    writes: [...writes, ...session.writes],
    audit: {
      action: "log_in",
      entity: "session",
      id: session.id,
      changes: { user_id: user.id, by, ip: ctx.client.ip },
    },
    result: session.signedIn,
  });
}

async function challenge(ctx: Ctx, { user, by, writes = [] }: SignIn, purpose: "verify" | "enroll"): Promise<string> {
  const id = newId("mfa");
  const row = {
    tenantId: ctx.tenant.id,
    id,
    userId: user.id,
    purpose,
    failures: 0,
    expiresAt: plusSeconds(ctx.now, CHALLENGE_SECONDS),
    usedAt: null,
    emailCodeHash: null,
    emailCodeExpiresAt: null,
  };
  await commit(ctx, {
    writes: [...writes, insertChallenge(row)],
    audit: { action: "challenge", entity: "session", id, changes: { user_id: user.id, by, ip: ctx.client.ip } },
    result: null,
  });
  return await signChallenge(ctx.env, { tenantId: ctx.tenant.id, userId: user.id, challengeId: id });
}
