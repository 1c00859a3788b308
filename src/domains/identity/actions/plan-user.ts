import type { Ctx } from "#/ctx.ts";
import type { RowPart } from "#/db/tenant/resource.ts";
import { assertGoodPassword, hashPassword, NO_PASSWORD } from "../passwords.ts";
import { usernameKey } from "../rules.ts";
import { type User, users } from "../tables.ts";

export type NewUser = Pick<User, "id" | "username" | "name" | "email" | "roles" | "technicianId"> & {
  /** Null for a user who signs in otherwise: by an identity provider, or not before they accept an invitation. */
  password: string | null;
  /** Somebody we trust has checked that the e-mail address is theirs. */
  emailVerified?: boolean;
  status?: User["status"];
};

/** A new user, for the commit of the caller. 422 when the password is too weak. The id comes from the caller's load. */
export async function planUser(
  ctx: Ctx,
  { password, emailVerified = false, status = "active", ...input }: NewUser,
): Promise<RowPart<User>> {
  const { username } = input;
  if (password !== null) await assertGoodPassword(password, { username, businessName: ctx.tenant.businessName });
  return users.insert(ctx, {
    ...input,
    usernameKey: usernameKey(username),
    passwordHash: password === null ? NO_PASSWORD : await hashPassword(ctx.env, password),
    status,
    emailVerifiedAt: emailVerified ? ctx.realNow : null,
    passwordChangedAt: password === null ? null : ctx.realNow,
  });
}
