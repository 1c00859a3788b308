import type { Ctx } from "#/ctx.ts";
import { count } from "#/db/tenant/counters.ts";
import type { AppError } from "#/kernel/errors.ts";
import { usernameTaken } from "../errors.ts";
import { assertGoodPassword, hashPassword, NO_PASSWORD } from "../passwords.ts";
import { insertUser, type User } from "../repo.ts";
import { usernameKey } from "../rules.ts";

export type NewUser = {
  id: number;
  username: string;
  /** Null for one who signs in otherwise: by an identity provider, or not before he has accepted an invitation. */
  password: string | null;
  name: string;
  email: string | null;
  roles: string[];
  technicianId: number | null;
  /** Somebody we trust has already checked that the e-mail address is his. */
  emailVerified?: boolean;
  status?: User["status"];
};

/**
 * A user to be, for the caller's own commit: the row, what writes it, and the refusal that a taken user name means. 422 when the
 * password is too weak. The id comes from the caller's load (`nextId(ctx, "user")`).
 */
export async function planUser(ctx: Ctx, { password, emailVerified = false, status = "active", ...input }: NewUser) {
  if (password !== null)
    await assertGoodPassword(password, { username: input.username, businessName: ctx.tenant.businessName });
  const user: User = {
    ...input,
    tenantId: ctx.tenant.id,
    usernameKey: usernameKey(input.username),
    passwordHash: password === null ? NO_PASSWORD : await hashPassword(ctx.env, password),
    status,
    createdAt: ctx.now,
    updatedAt: ctx.now,
    version: 1,
    emailVerifiedAt: emailVerified ? ctx.now : null,
    passwordChangedAt: password === null ? null : ctx.now,
    failedLogins: 0,
    lockedUntil: null,
    totpSealed: null,
    totpPending: null,
    totpLastStep: null,
    mfaEnabledAt: null,
  };
  const refusals: Record<string, AppError> = { "users.tenant_id, users.username_key": usernameTaken(input.username) };
  return { user, writes: [insertUser(user), count(ctx, "user", null)], refusals };
}
