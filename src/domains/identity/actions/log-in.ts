import { directoryAccess, enterTenant, type OpenCtx } from "#/ctx.ts";
import { findTenant } from "#/db/directory.ts";
import { load } from "#/db/tenant/load.ts";
import { tenantHeaderMissing, wrongCredentials } from "../errors.ts";
import { isPassword } from "../passwords.ts";
import { findUserByName } from "../repo.ts";
import { completeSignIn, signInReads } from "../sign-in.ts";

/** Signs a user in by name and password, within the business that X-Tenant-Id names. */
export async function logIn(open: OpenCtx, { username, password }: { username: string; password: string }) {
  if (open.namedTenant === undefined) throw tenantHeaderMissing();
  const tenant = await findTenant(directoryAccess(open), open.namedTenant.toLowerCase());
  if (!tenant) {
    await isPassword(open.env, password, undefined);
    throw wrongCredentials();
  }
  const ctx = enterTenant(open, tenant, { kind: "anonymous" });
  const [user, organization, customRoles] = await load(ctx, [findUserByName(ctx, username), ...signInReads(ctx)]);

  const proved = await isPassword(ctx.env, password, user?.passwordHash);
  if (!user || !proved || user.status !== "active") throw wrongCredentials();

  return await completeSignIn(ctx, { user, organization, customRoles, by: "password" });
}
