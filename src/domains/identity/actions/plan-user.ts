import type { Ctx } from "#/ctx.ts";
import type { AppError } from "#/kernel/errors.ts";
import type { Role } from "#/kernel/permissions.ts";
import { usernameTaken, weakPassword } from "../errors.ts";
import { hashPassword } from "../passwords.ts";
import { insertUser, type User } from "../repo.ts";
import { passwordProblem, usernameKey } from "../rules.ts";

export type NewUser = {
  id: number;
  username: string;
  password: string;
  name: string;
  email: string | null;
  role: Role;
  technicianId: number | null;
};

/**
 * A user to be, for the caller's own commit: the row, its insert, and the refusal that a taken user name means. 422 when the
 * password is too weak. The id comes from the caller's load (`nextId(ctx, "user")`).
 */
export async function planUser(ctx: Ctx, { password, role, ...input }: NewUser) {
  const problem = passwordProblem(password, { username: input.username, businessName: ctx.tenant.businessName });
  if (problem) throw weakPassword(problem);
  const user: User = {
    ...input,
    tenantId: ctx.tenant.id,
    usernameKey: usernameKey(input.username),
    passwordHash: await hashPassword(ctx.env, password),
    roles: [role],
    status: "active",
    createdAt: ctx.now,
    updatedAt: ctx.now,
    version: 1,
    emailVerifiedAt: null,
    passwordChangedAt: ctx.now,
    failedLogins: 0,
    lockedUntil: null,
    totpSealed: null,
    totpPending: null,
    totpLastStep: null,
    mfaEnabledAt: null,
  };
  const refusals: Record<string, AppError> = { "users.tenant_id, users.username_key": usernameTaken(input.username) };
  return { user, writes: [insertUser(user)], refusals };
}
