import type { Context } from "hono";
import type { Actor } from "#/actor.ts";
import { type Ctx, directoryAccess, enterTenant } from "#/ctx.ts";
import { findTenant, type Tenant } from "#/db/directory.ts";
import { apiKeyEnded } from "#/db/tenant/entrance.ts";
import { boardOf } from "#/durable-objects/stubs.ts";
import { looksLikeApiKey, tenantOfApiKey } from "#/kernel/api-keys.ts";
import { AppError } from "#/kernel/errors.ts";
import { permissionsOf } from "#/kernel/permissions.ts";
import { toInstant } from "#/kernel/time.ts";
import { readCustomerToken, readStaffToken, type VerifiedClaims } from "#/kernel/tokens.ts";
import { actorOfApiKey } from "./api-key.ts";
import type { AppEnv } from "./context.ts";

export const asksForBearer = { headers: { "WWW-Authenticate": "Bearer" } };

export const missingToken = () =>
  new AppError(
    "unauthorized",
    "auth.missing_token",
    "Send an access token: Authorization: Bearer <token>.",
    asksForBearer,
  );
const invalidToken = (problem: string) => new AppError("unauthorized", "auth.invalid_token", problem, asksForBearer);

/** The token of the Authorization header; 401 without one. */
export function bearerToken(c: Context<AppEnv>): string {
  const token = /^Bearer ([\w.~+/=-]+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
  if (!token) throw missingToken();
  return token;
}

/** Enters by an access token, without a database trip, or by an API key, with at most one. */
export async function enterByBearer(c: Context<AppEnv>): Promise<Ctx> {
  const token = bearerToken(c);
  const open = c.get("open");
  if (looksLikeApiKey(token)) {
    const tenant = await tenantOf(c, await tenantOfApiKey(token));
    if (!tenant) throw apiKeyEnded();
    return enterTenant(open, tenant, await actorOfApiKey(open, tenant, token));
  }
  const claims = await readStaffToken(c.env, token);
  if (!claims) throw invalidToken("The access token is invalid or has expired. Refresh it or sign in again.");
  const tenant = await tenantOf(c, claims.tenantId);
  if (!tenant) throw invalidToken("The access token belongs to a business that does not exist.");
  return enterTenant(open, tenant, actorOf(claims));
}

/** Enters by a customer's access token, without a database trip. */
export async function enterByCustomerToken(c: Context<AppEnv>): Promise<Ctx> {
  const claims = await readCustomerToken(c.env, bearerToken(c));
  if (!claims) throw invalidToken("This is not a valid access token of a customer. Sign in: POST /customer/login.");
  const tenant = await tenantOf(c, claims.tenantId);
  if (!tenant) throw invalidToken("The access token belongs to a business that does not exist.");
  const { accountId, sessionId, issuedAt } = claims;
  return enterTenant(c.get("open"), tenant, {
    kind: "customer",
    accountId,
    sessionId,
    tokenMadeAt: toInstant(issuedAt),
  });
}

const TICKET = /^tkt_([0-9a-f-]{36})_[\w-]{43}$/;

/** Enters by a stream ticket. */
export async function enterByTicket(c: Context<AppEnv>, ticket: string): Promise<Ctx> {
  // unknown businesses are refused here: asking their board would create it
  const tenant = await tenantOf(c, TICKET.exec(ticket)?.[1]);
  const holder = tenant ? await boardOf(c.env, tenant.id).redeemTicket(ticket) : null;
  if (!tenant || !holder)
    throw new AppError(
      "unauthorized",
      "auth.invalid_ticket",
      "The ticket is unknown, was not used in time, or its stream session has ended. Ask for a new one: POST /admin/dispatch/stream-ticket.",
      asksForBearer,
    );
  return enterTenant(c.get("open"), tenant, actorOf(holder));
}

/** The tenant that the caller's credential names, if there is one; refuses a header that names another. */
async function tenantOf(c: Context<AppEnv>, tenantId: string | null | undefined): Promise<Tenant | null> {
  if (!tenantId) return null;
  const open = c.get("open");
  if (open.namedTenant !== undefined && open.namedTenant.toLowerCase() !== tenantId)
    throw new AppError(
      "forbidden",
      "auth.tenant_mismatch",
      "X-Tenant-Id names another business than the access token.",
    );
  return await findTenant(directoryAccess(open), tenantId);
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
