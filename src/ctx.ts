import type { Actor } from "./actor.ts";
import { type Cost, newCost } from "./db/cost.ts";
import { type DirectoryAccess, findTenant, shardBinding, type Tenant } from "./db/directory.ts";
import { servesBuild } from "./db/migrations.ts";
import { openTenantDb, type TenantDb } from "./db/tenant/client.ts";
import { announce } from "./durable-objects/stubs.ts";
import { timesNow } from "./kernel/clock.ts";
import type { EntityTags } from "./kernel/conditions.ts";
import { AppError } from "./kernel/errors.ts";
import type { News } from "./kernel/events.ts";
import { newId } from "./kernel/ids.ts";
import type { Instant } from "./kernel/time.ts";
import { readChallenge } from "./kernel/tokens.ts";

/** The caller's Idempotency-Key with what identifies the request, and how its answer is stored. */
export type Idempotency = {
  key: string;
  fingerprint: string;
  status: number;
  /** The response body of an action's result. */
  serialize: (result: unknown) => string;
  /** The body as it is stored: as it is, or sealed when it shows a secret. */
  protect: (body: string) => string | Promise<string>;
  /** The body that a commit has stored; undefined until then. */
  stored?: string;
};

/** What the request's headers ask of a write. Filled by the endpoint when the body has been read. */
export type Asked = {
  idempotency?: Idempotency;
  /** The versions that the conditions of the request name; null: the header cannot be read. */
  ifMatch?: EntityTags | null;
  ifNoneMatch?: EntityTags | null;
};

/** Context before the tenant is known. */
export type OpenCtx = {
  env: Cloudflare.Env;
  /** The time of the business. */
  now: Instant;
  /** What tokens, sessions, codes and limits live by: it differs from `now` only where a developer has moved the clock. */
  realNow: Instant;
  requestId: string;
  client: { ip: string; userAgent: string };
  cost: Cost;
  asked: Asked;
  /** The tenant that X-Tenant-Id names, unchecked. */
  namedTenant?: string;
  /** What X-D1-Bookmark says: a bookmark, or `any`; on a write anything stands for the primary. */
  bookmark?: string;
  /** Work that may finish after the answer. */
  background: (work: Promise<unknown>) => void;
  /** Work that starts after the answer, whose time and cost must not show what it is. */
  afterAnswer: (work: () => Promise<unknown>) => void;
};

/** Context of a platform administrator, who acts in no tenant. */
export type PlatformCtx = OpenCtx & { admin: { id: string; email: string; sessionId: string } };

/** Context of a referrer, who sends jobs to the network by a key and belongs to no tenant. */
export type ReferrerCtx = OpenCtx & {
  referrer: { keyId: string; source: string; isTest: boolean; companyId: string | null };
};

/** Context of a caller without credentials who names a tenant; `business` is null when there is no such tenant. */
export type StrangerCtx = OpenCtx & { business: Ctx | null };

/** First argument of every query and action: who asks, for which tenant, with which database, at what time. */
export type Ctx = OpenCtx & {
  tenant: Tenant;
  actor: Actor;
  db: TenantDb;
  /** Writes also while the business is suspended: a customer withdraws their consent, which the law asks to note. */
  whileSuspended?: true;
  /**
   * Wakes the consumers of the outbox, and the board: with the news where they are known, and to look at rights again where some have ended.
   * A lost call is repeated by cron.
   */
  announce: (endsRights?: boolean, news?: News) => void;
};

export const directoryAccess = (open: OpenCtx): DirectoryAccess => ({
  control: open.env.CONTROL,
  background: open.background,
  cost: open.cost.control,
});

/** Enters a tenant: binds the context to the tenant's shard and to an actor. */
export function enterTenant(open: OpenCtx, tenant: Tenant, actor: Actor): Ctx {
  const strict = open.env.ENVIRONMENT !== "production";
  const bookmark = bookmarkOn(tenant.shard, open.bookmark);
  const shard = shardBinding(open.env, tenant.shard);
  const db = openTenantDb(shard, tenant.id, {
    cost: open.cost.d1,
    strict,
    ready: () => servesBuild(tenant.shard, shard),
    ...(bookmark && { bookmark }),
  });
  return {
    ...open,
    tenant,
    actor,
    db,
    announce: (endsRights, news) => open.background(announce(open.env, tenant, { endsRights, news })),
  };
}

export const invalidChallenge = () =>
  new AppError(
    "unauthorized",
    "auth.invalid_challenge",
    "The challenge is unknown, was used, has expired or had too many wrong codes. Sign in again.",
  );

/** Enters the tenant of a log-in's challenge token; 401 for any other text. The challenge's row says whether it is still open. */
export async function enterByChallenge(open: OpenCtx, token: string): Promise<Ctx> {
  const claims = await readChallenge(open.env, token);
  const elsewhere = open.namedTenant !== undefined && open.namedTenant.toLowerCase() !== claims?.tenantId;
  if (!claims || elsewhere) throw invalidChallenge();
  const tenant = await findTenant(directoryAccess(open), claims.tenantId);
  if (!tenant) throw invalidChallenge();
  return enterTenant(open, tenant, { kind: "challenge", userId: claims.userId, challengeId: claims.challengeId });
}

/** Context of work that no request asked for: queue messages and crons. */
export const machineCtx = (
  env: Cloudflare.Env,
  execution: Pick<ExecutionContext, "waitUntil">,
  job: string,
): OpenCtx => ({
  env,
  ...timesNow(),
  requestId: newId("job"),
  client: { ip: "", userAgent: job },
  cost: newCost(),
  asked: {},
  background: (work) => execution.waitUntil(work),
  afterAnswer: (work) => execution.waitUntil(work()),
});

/** The system's own work in a tenant: queue consumers and crons. Undefined when there is no such tenant. */
export async function systemCtx(open: OpenCtx, tenantId: string, job: string): Promise<Ctx | undefined> {
  const tenant = await findTenant(directoryAccess(open), tenantId);
  return tenant ? enterTenant(open, tenant, { kind: "system", job }) : undefined;
}

const BOOKMARK = /^(SHARD_\d\d)\.([0-9a-f]{8}(?:-[0-9a-f]{8}){2}-[0-9a-f]{32})$/;

/**
 * Where the caller's reads may go: without the header to the primary, by no session, which saves a good part of a trip's cost. `SHARD_01.<bookmark>`
 * means nothing on another shard, and D1 accepts garbage silently: both read from the primary.
 */
function bookmarkOn(shard: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (text === "any") return "first-unconstrained";
  const [, madeOn, bookmark] = BOOKMARK.exec(text) ?? [];
  return bookmark && madeOn === shard ? bookmark : "first-primary";
}

/** The value of X-D1-Bookmark on an answer to a caller who has sent one. */
export const bookmarkOf = (ctx: Ctx): string | undefined => {
  const bookmark = ctx.db.bookmark();
  return bookmark ? `${ctx.tenant.shard}.${bookmark}` : undefined;
};
