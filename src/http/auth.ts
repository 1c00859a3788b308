import type { Context } from "hono";
import { type Actor, directoryAccess, enterTenant } from "#/ctx.ts";
import { findTenant, type Tenant } from "#/db/directory.ts";
import { AppError } from "#/kernel/errors.ts";
import { permissionsOf } from "#/kernel/permissions.ts";
import { readStaffToken, type StaffClaims } from "#/kernel/tokens.ts";
import type { AppEnv } from "./context.ts";

const challenge = { headers: { "WWW-Authenticate": "Bearer" } };

/** Who calls, by the access token alone: no database trip. Sets `ctx`. */
export async function authenticate(c: Context<AppEnv>): Promise<void> {
  const token = /^Bearer ([\w.~+/=-]+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
  if (!token)
    throw new AppError(
      "unauthorized",
      "auth.missing_token",
      "Send an access token: Authorization: Bearer <token>.",
      challenge,
    );
  const claims = await readStaffToken(c.env, token);
  if (!claims)
    throw new AppError(
      "unauthorized",
      "auth.invalid_token",
      "The access token is invalid or has expired. Refresh it or sign in again.",
      challenge,
    );
  await enter(c, claims, actorOf(claims));
}

/** Binds the request to the tenant of a verified token; a header that names another tenant is refused. */
async function enter(c: Context<AppEnv>, { tenantId }: StaffClaims, actor: Actor): Promise<void> {
  const open = c.get("open");
  if (open.namedTenant !== undefined && open.namedTenant.toLowerCase() !== tenantId)
    throw new AppError(
      "forbidden",
      "auth.tenant_mismatch",
      "X-Tenant-Id names another business than the access token.",
    );
  const tenant = await findTenant(directoryAccess(open), tenantId);
  if (!tenant)
    throw new AppError(
      "unauthorized",
      "auth.invalid_token",
      "The access token belongs to a business that does not exist.",
      challenge,
    );
  c.set("ctx", enterTenant(open, tenant satisfies Tenant, actor));
}

const actorOf = (claims: StaffClaims): Actor => ({
  kind: "user",
  userId: claims.userId,
  sessionId: claims.sessionId,
  technicianId: claims.technicianId,
  roles: claims.roles,
  permissions: permissionsOf(claims.roles),
});
