import { type Ctx, directoryAccess, enterTenant, type OpenCtx } from "#/ctx.ts";
import { findTenant } from "#/db/directory.ts";
import { must } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { tenantHeaderMissing, wrongCredentials } from "../errors.ts";
import { confirmPassword } from "../password-repo.ts";
import { hashPassword, isPassword, isWeakHash } from "../passwords.ts";
import { findUserByName, type User } from "../repo.ts";
import { isLocked } from "../rules.ts";
import { completeSignIn, signInReads } from "../sign-in.ts";
import { noteWrongPassword } from "./note-wrong-password.ts";

/**
 * Signs a user in by name and password, within the business that X-Tenant-Id names. Who is wrong, locked, deactivated or unknown gets
 * one and the same answer after the same work; not even a Retry-After tells that there is an account to wait for.
 */
export async function logIn(open: OpenCtx, { username, password }: { username: string; password: string }) {
  if (open.namedTenant === undefined) throw tenantHeaderMissing();
  const tenant = await findTenant(directoryAccess(open), open.namedTenant.toLowerCase());
  if (!tenant) {
    await isPassword(open.env, password, undefined);
    await findTenant(directoryAccess(open), open.namedTenant.toLowerCase()); // as many trips as where there is one
    throw wrongCredentials();
  }
  const ctx = enterTenant(open, tenant, { kind: "anonymous" });
  const [user, organization, customRoles] = await load(ctx, [findUserByName(ctx, username), ...signInReads(ctx)]);

  const proved = await isPassword(ctx.env, password, user?.passwordHash);
  if (!user || !proved || user.status !== "active" || isLocked(user, ctx.now)) {
    await noteWrongPassword(ctx, { username, user, refusal: wrongCredentials() });
    throw wrongCredentials();
  }
  const writes = [confirmPassword(ctx, user, await currentHash(ctx, user, password)), must(wrongCredentials())];
  return await completeSignIn(ctx, { user, organization, customRoles, by: "password", writes });
}

/** The user's hash, made anew where it was made with less effort than hashes are by now. */
const currentHash = async (ctx: Ctx, user: User, password: string): Promise<string> =>
  isWeakHash(user.passwordHash) ? await hashPassword(ctx.env, password) : user.passwordHash;
