import type { Context } from "hono";
import { type Actor, directoryAccess, enterTenant } from "#/ctx.ts";
import { findTenant, type Tenant } from "#/db/directory.ts";
import { boardOf } from "#/durable-objects/stubs.ts";
import { AppError } from "#/kernel/errors.ts";
import { permissionsOf } from "#/kernel/permissions.ts";
import { toInstant } from "#/kernel/time.ts";
import { readStaffToken, type StaffClaims, type VerifiedClaims } from "#/kernel/tokens.ts";
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

const TICKET = /^tkt_([0-9a-f-]{36})_[\w-]{43}$/;

/** Who calls, by a stream ticket: a browser's EventSource can send no header. Sets `ctx`. */
export async function authenticateByTicket(c: Context<AppEnv>, ticket: string): Promise<void> {
  const tenantId = TICKET.exec(ticket)?.[1];
  // unknown businesses are turned away here: asking their board would create it
  const tenant = tenantId && (await findTenant(directoryAccess(c.get("open")), tenantId));
  const holder = tenant ? await boardOf(c.env, tenant.id).redeemTicket(ticket) : null;
  if (!tenant || !holder)
    throw new AppError(
      "unauthorized",
      "auth.invalid_ticket",
      "The ticket is unknown, was not used in time, or its stream session has ended. Ask for a new one: POST /admin/dispatch/stream-ticket.",
      challenge,
    );
  await enter(c, { tenantId: tenant.id }, actorOf(holder));
}

/** Binds the request to the tenant of a verified token; a header that names another tenant is refused. */
async function enter(c: Context<AppEnv>, { tenantId }: Pick<StaffClaims, "tenantId">, actor: Actor): Promise<void> {
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

const actorOf = (claims: Omit<VerifiedClaims, "tenantId">): Actor => ({
  kind: "user",
  userId: claims.userId,
  sessionId: claims.sessionId,
  technicianId: claims.technicianId,
  roles: claims.roles,
  permissions: permissionsOf(claims.roles, claims.extraPermissions),
  authTime: claims.authTime,
  tokenMadeAt: toInstant(claims.issuedAt),
});
