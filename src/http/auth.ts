import type { Context } from "hono";
import { type Actor, directoryAccess, enterByChallenge, enterTenant } from "#/ctx.ts";
import { findTenant, type Tenant } from "#/db/directory.ts";
import { apiKeyEnded } from "#/db/tenant/load.ts";
import { boardOf } from "#/durable-objects/stubs.ts";
import { looksLikeApiKey, tenantOfApiKey } from "#/kernel/api-keys.ts";
import { AppError } from "#/kernel/errors.ts";
import { z } from "#/kernel/fields.ts";
import { permissionsOf } from "#/kernel/permissions.ts";
import { toInstant } from "#/kernel/time.ts";
import { readStaffToken, type VerifiedClaims } from "#/kernel/tokens.ts";
import { actorOfApiKey } from "./api-key.ts";
import type { AppEnv } from "./context.ts";

const challenge = { headers: { "WWW-Authenticate": "Bearer" } };

const missingToken = () =>
  new AppError("unauthorized", "auth.missing_token", "Send an access token: Authorization: Bearer <token>.", challenge);

/** The token of the Authorization header; 401 without one. */
export function bearerToken(c: Context<AppEnv>): string {
  const token = /^Bearer ([\w.~+/=-]+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
  if (!token) throw missingToken();
  return token;
}

/** Who calls, by the access token alone: no database trip; or by an API key: at most one. Sets `ctx`. */
export async function authenticate(c: Context<AppEnv>): Promise<void> {
  const token = bearerToken(c);
  if (looksLikeApiKey(token)) return await authenticateByApiKey(c, token);
  const claims = await readStaffToken(c.env, token);
  if (!claims)
    throw new AppError(
      "unauthorized",
      "auth.invalid_token",
      "The access token is invalid or has expired. Refresh it or sign in again.",
      challenge,
    );
  const tenant = await tenantOf(c, claims.tenantId);
  if (!tenant)
    throw new AppError(
      "unauthorized",
      "auth.invalid_token",
      "The access token belongs to a business that does not exist.",
      challenge,
    );
  c.set("ctx", enterTenant(c.get("open"), tenant, actorOf(claims)));
}

async function authenticateByApiKey(c: Context<AppEnv>, key: string): Promise<void> {
  const tenantId = await tenantOfApiKey(key);
  const tenant = tenantId && (await tenantOf(c, tenantId));
  if (!tenant) throw apiKeyEnded();
  const open = c.get("open");
  c.set("ctx", enterTenant(open, tenant, await actorOfApiKey(open, tenant, key)));
}

const ChallengeInBody = z.object({ challenge_token: z.string() });

/** Who calls, by the challenge in the body: a user who must first enrol a second factor has no access token yet. Sets `ctx`. */
export async function authenticateByChallenge(c: Context<AppEnv>): Promise<void> {
  const body: unknown = await c.req.json().catch(() => null); // what is no JSON names no challenge
  const named = ChallengeInBody.safeParse(body);
  if (!named.success) throw missingToken();
  c.set("ctx", await enterByChallenge(c.get("open"), named.data.challenge_token));
}

const TICKET = /^tkt_([0-9a-f-]{36})_[\w-]{43}$/;

/** Who calls, by a stream ticket: a browser's EventSource can send no header. Sets `ctx`. */
export async function authenticateByTicket(c: Context<AppEnv>, ticket: string): Promise<void> {
  const tenantId = TICKET.exec(ticket)?.[1];
  // unknown businesses are turned away here: asking their board would create it
  const tenant = tenantId && (await tenantOf(c, tenantId));
  const holder = tenant ? await boardOf(c.env, tenant.id).redeemTicket(ticket) : null;
  if (!tenant || !holder)
    throw new AppError(
      "unauthorized",
      "auth.invalid_ticket",
      "The ticket is unknown, was not used in time, or its stream session has ended. Ask for a new one: POST /admin/dispatch/stream-ticket.",
      challenge,
    );
  c.set("ctx", enterTenant(c.get("open"), tenant, actorOf(holder)));
}

/** The tenant that the caller's credential names, if there is one; a header that names another is refused. */
async function tenantOf(c: Context<AppEnv>, tenantId: string): Promise<Tenant | null> {
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
