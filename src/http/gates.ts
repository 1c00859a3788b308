import type { Context } from "hono";
import { type Actor, lacksFreshLogIn, permissionsOfActor, usersOnly } from "#/actor.ts";
import {
  type Ctx,
  directoryAccess,
  enterByChallenge,
  enterTenant,
  type OpenCtx,
  type PlatformCtx,
  type ReferrerCtx,
  type StrangerCtx,
} from "#/ctx.ts";
import { findSignedInAdmin } from "#/db/control/platform-sessions.ts";
import { findTenant, tenantIdByCode } from "#/db/directory.ts";
import { AppError } from "#/kernel/errors.ts";
import { z } from "#/kernel/fields.ts";
import type { Permission } from "#/kernel/permissions.ts";
import { readPlatformToken } from "#/kernel/tokens.ts";
import type { AppEnv } from "./context.ts";
import {
  asksForBearer,
  bearerToken,
  enterByBearer,
  enterByCustomerToken,
  enterByTicket,
  missingToken,
} from "./credentials.ts";
import { limitCaller } from "./rate-limit.ts";
import { enterByReferralKey } from "./referrer.ts";

/** What each gate returns: the context that the endpoint's handler gets. */
export type Contexts = {
  /** A signed-in user or an API key, with a permission. */
  user: Ctx;
  /** As `user`, or by a stream ticket in the query: a browser's EventSource can send no header. */
  ticket: Ctx;
  /** As `user`, or by the challenge of a log-in in the body: that user has no access token yet. */
  challenge: Ctx;
  /** A stranger who names a business by X-Tenant-Id. */
  tenant: StrangerCtx;
  /** A stranger who names a business by X-Tenant-Id, or by `business_code` in the body: customers know no more of it. */
  business: StrangerCtx;
  /** A customer who is signed in to the portal of a business. Their token opens nothing else. */
  customer: Ctx;
  /** A platform administrator. */
  platform: PlatformCtx;
  /** A referrer, by their key. */
  referrer: ReferrerCtx;
  anyone: OpenCtx;
};
export type Gate = keyof Contexts;
/** A permission, or `self` for every signed-in user of the tenant. */
export type Needed = Permission | "self";
export type Rule = { permission?: Needed; fresh?: true; budget?: "positions" };

/** Each gate authenticates, counts the request against the limit of the caller or their business, and asks for the permission, before anything of the request is judged. */
export const gates: { [G in Gate]: (c: Context<AppEnv>, rule: Rule) => Promise<Contexts[G]> } = {
  user: async (c, rule) => await permitted(c, await enterByBearer(c), rule),

  async ticket(c, rule) {
    const ticket = c.req.query("ticket");
    return await permitted(c, await (ticket ? enterByTicket(c, ticket) : enterByBearer(c)), rule);
  },

  async challenge(c, rule) {
    if (c.req.header("authorization") !== undefined) return await permitted(c, await enterByBearer(c), rule);
    const body: unknown = await c.req.json().catch(() => null); // a body that is not JSON names no challenge
    const named = ChallengeInBody.safeParse(body);
    if (!named.success) throw missingToken();
    return await counted(c, await enterByChallenge(c.get("open"), named.data.challenge_token));
  },

  async tenant(c) {
    const open = c.get("open");
    if (open.namedTenant === undefined) throw tenantHeaderMissing();
    const tenant = await findTenant(directoryAccess(open), open.namedTenant.toLowerCase());
    if (tenant) c.set("tenantId", tenant.id);
    return { ...open, business: tenant && enterTenant(open, tenant, { kind: "anonymous" }) };
  },

  async business(c) {
    const open = c.get("open");
    const body: unknown = open.namedTenant === undefined ? await c.req.json().catch(() => null) : null;
    const named = BusinessInBody.safeParse(body);
    if (open.namedTenant === undefined && !named.success) throw businessMissing();
    const code = named.data?.business_code;
    const id = open.namedTenant ?? (code === undefined ? undefined : await tenantIdByCode(open, code));
    const tenant = id ? await findTenant(directoryAccess(open), id.toLowerCase()) : null;
    if (tenant) c.set("tenantId", tenant.id);
    return { ...open, business: tenant && enterTenant(open, tenant, { kind: "anonymous" }) };
  },

  customer: async (c) => await counted(c, await enterByCustomerToken(c)),

  async platform(c) {
    const open = c.get("open");
    const claims = await readPlatformToken(c.env, bearerToken(c));
    const admin = claims && (await findSignedInAdmin(open, claims));
    if (!admin) throw invalidPlatformToken();
    c.set("isKnown", true);
    return { ...open, admin: { ...admin, sessionId: claims.sessionId } };
  },

  referrer: enterByReferralKey,

  anyone: async (c) => c.get("open"),
};

const BusinessInBody = z.object({ business_code: z.string().max(64) });
const ChallengeInBody = z.object({ challenge_token: z.string() });

/** A caller who may not do this is counted apart: their refusals use up nothing of the business. */
async function permitted(c: Context<AppEnv>, ctx: Ctx, { permission, fresh, budget }: Rule): Promise<Ctx> {
  const refusal = lackedBy(ctx.actor, permission) ?? (fresh && lacksFreshLogIn(ctx));
  await counted(c, ctx, budget, refusal !== undefined);
  if (refusal) throw refusal;
  return ctx;
}

async function counted(c: Context<AppEnv>, ctx: Ctx, budget?: "positions", isRefused = false): Promise<Ctx> {
  c.set("isKnown", true);
  c.set("tenantId", ctx.tenant.id);
  await limitCaller(c, ctx, budget, isRefused);
  return ctx;
}

/** Why an actor may not call an endpoint; undefined when they may. An endpoint without a permission opens to no one. */
export function lackedBy(actor: Actor, permission: Needed | undefined): AppError | undefined {
  if (permission === "self") return actor.kind === "user" ? undefined : usersOnly();
  if (permission !== undefined && permissionsOfActor(actor).has(permission)) return undefined;
  return new AppError(
    "forbidden",
    "auth.permission_missing",
    `This needs the permission ${permission}, which you do not have.`,
  );
}

const tenantHeaderMissing = () =>
  new AppError(
    "bad_request",
    "auth.tenant_missing",
    "Send the business' id in the X-Tenant-Id header. GET /tenants/resolve/{code} tells it.",
    { fields: { "X-Tenant-Id": "is required" } },
  );

const businessMissing = () =>
  new AppError(
    "bad_request",
    "auth.business_missing",
    "Name the business: its id in the X-Tenant-Id header, or its business_code in the body.",
    { fields: { business_code: "is required without X-Tenant-Id" } },
  );

const invalidPlatformToken = () =>
  new AppError(
    "unauthorized",
    "auth.invalid_token",
    "This is not a valid access token of a platform administrator. Sign in: POST /platform/auth/login.",
    asksForBearer,
  );
