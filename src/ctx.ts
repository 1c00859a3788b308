import { type Cost, newCost } from "./db/cost.ts";
import { type DirectoryAccess, findTenant, type Tenant } from "./db/directory.ts";
import { openTenantDb, type TenantDb } from "./db/tenant/client.ts";
import { announce } from "./durable-objects/stubs.ts";
import { AppError } from "./kernel/errors.ts";
import { newId } from "./kernel/ids.ts";
import type { Permission } from "./kernel/permissions.ts";
import { type Instant, toInstant } from "./kernel/time.ts";

/** Who acts. `created_by` columns and the audit log name it as `user:1`, `system:webhooks`, `anonymous`. */
export type Actor =
  | {
      kind: "user";
      userId: number;
      sessionId: string;
      technicianId: number | null;
      roles: readonly string[];
      permissions: ReadonlySet<Permission>;
    }
  | { kind: "system"; job: string }
  | { kind: "anonymous" };

export const actorName = (actor: Actor): string =>
  actor.kind === "user" ? `user:${actor.userId}` : actor.kind === "system" ? `system:${actor.job}` : "anonymous";

/** The user who acts, where only users get in. */
export function userOf({ actor }: Pick<Ctx, "actor">): Extract<Actor, { kind: "user" }> {
  if (actor.kind !== "user") throw new AppError("internal", "actor.no_user", `No user acts here: ${actorName(actor)}`);
  return actor;
}

/** The caller's Idempotency-Key with what identifies the request, and how an answer to it is written down. */
export type Idempotency = {
  key: string;
  fingerprint: string;
  status: number;
  /** The response body for an action's result as it is stored: exactly as it is answered, or sealed. */
  serialize: (result: unknown) => string | Promise<string>;
};

/** What surrounds a piece of work before it is known which tenant it is for. */
export type OpenCtx = {
  env: Cloudflare.Env;
  now: Instant;
  requestId: string;
  client: { ip: string; userAgent: string };
  cost: Cost;
  /** The tenant that the request's header names; checked by nobody yet. */
  namedTenant?: string;
  /** Bookmark of the caller's last answer. */
  bookmark?: string;
  /** Work that may finish after the answer. */
  background: (work: Promise<unknown>) => void;
};

/** What every query and action receives first: who asks, for which tenant, with which database, at what time. */
export type Ctx = OpenCtx & {
  tenant: Tenant;
  actor: Actor;
  db: TenantDb;
  idempotency?: Idempotency;
  /** Version that the caller's If-Match names. */
  ifMatch?: number;
  /** Tells the consumers of the outbox that there is news. May get lost: cron makes up for it. */
  announce: () => void;
};

export const directoryAccess = (open: OpenCtx): DirectoryAccess => ({
  control: open.env.CONTROL,
  background: open.background,
  cost: open.cost.control,
});

/** Enters a tenant: binds the work to its shard and to who acts. */
export function enterTenant(open: OpenCtx, tenant: Tenant, actor: Actor): Ctx {
  const strict = open.env.ENVIRONMENT !== "production";
  const bookmark = bookmarkOn(tenant.shard, open.bookmark);
  const db = openTenantDb(open.env[tenant.shard], tenant.id, {
    cost: open.cost.d1,
    strict,
    ...(bookmark && { bookmark }),
  });
  return { ...open, tenant, actor, db, announce: () => open.background(announce(open.env, tenant)) };
}

/** The surroundings of work that no request asked for: queue messages and crons. */
export const machineCtx = (
  env: Cloudflare.Env,
  execution: Pick<ExecutionContext, "waitUntil">,
  job: string,
): OpenCtx => ({
  env,
  now: toInstant(Date.now()),
  requestId: newId("job"),
  client: { ip: "", userAgent: job },
  cost: newCost(),
  background: (work) => execution.waitUntil(work),
});

/** A system's work in a tenant's name: queue consumers and crons. Undefined when there is no such tenant. */
export async function systemCtx(open: OpenCtx, tenantId: string, job: string): Promise<Ctx | undefined> {
  const tenant = await findTenant(directoryAccess(open), tenantId);
  return tenant ? enterTenant(open, tenant, { kind: "system", job }) : undefined;
}

const BOOKMARK = /^(SHARD_\d\d)\.([0-9a-f]{8}(?:-[0-9a-f]{8}){2}-[0-9a-f]{32})$/;

/** `SHARD_01.<bookmark>` means nothing on another shard, and D1 accepts garbage silently: both read from the primary. */
function bookmarkOn(shard: string, text: string | undefined): string | undefined {
  if (text === "any") return "first-unconstrained";
  const [, madeOn, bookmark] = BOOKMARK.exec(text ?? "") ?? [];
  return madeOn === shard ? bookmark : undefined;
}

/** The value of X-D1-Bookmark on an answer. */
export const bookmarkOf = (ctx: Ctx): string | undefined => {
  const bookmark = ctx.db.bookmark();
  return bookmark ? `${ctx.tenant.shard}.${bookmark}` : undefined;
};
