import { type Cost, newCost } from "./db/cost.ts";
import { type DirectoryAccess, findTenant, type Tenant } from "./db/directory.ts";
import { openTenantDb, type TenantDb } from "./db/tenant/client.ts";
import { announce } from "./durable-objects/stubs.ts";
import { AppError } from "./kernel/errors.ts";
import { newId } from "./kernel/ids.ts";
import type { Permission } from "./kernel/permissions.ts";
import { type Instant, toInstant } from "./kernel/time.ts";
import { readChallenge } from "./kernel/tokens.ts";

/** Who acts. `created_by` columns and the audit log name it as `user:1`, `api_key:3`, `system:webhooks`, `anonymous`. */
export type Actor =
  | {
      kind: "user";
      userId: number;
      sessionId: string;
      technicianId: number | null;
      roles: readonly string[];
      permissions: ReadonlySet<Permission>;
      /** When he last proved who he is, seconds since 1970. */
      authTime: number;
      /** When his access token was made: his roles may have changed since. */
      tokenMadeAt: Instant;
    }
  | { kind: "api_key"; keyId: number; permissions: ReadonlySet<Permission> }
  /** A user whose log-in waits for a second factor, or for the enrolment of one: he may do that and nothing else. */
  | { kind: "challenge"; userId: number; challengeId: string }
  | { kind: "system"; job: string }
  | { kind: "anonymous" };

export function actorName(actor: Actor): string {
  if (actor.kind === "user" || actor.kind === "challenge") return `user:${actor.userId}`;
  if (actor.kind === "api_key") return `api_key:${actor.keyId}`;
  return actor.kind === "system" ? `system:${actor.job}` : "anonymous";
}

/** What the one who acts may do. A system's work is not asked. */
export const permissionsOfActor = (actor: Actor): ReadonlySet<Permission> =>
  actor.kind === "user" || actor.kind === "api_key" ? actor.permissions : new Set();

export const usersOnly = () =>
  new AppError("forbidden", "auth.users_only", "This is for users who are signed in; an API key cannot do it.");

/** The user who acts; an API key is refused. */
export function userOf({ actor }: Pick<Ctx, "actor">): Extract<Actor, { kind: "user" }> {
  if (actor.kind === "api_key") throw usersOnly();
  if (actor.kind !== "user") throw new AppError("internal", "actor.no_user", `No user acts here: ${actorName(actor)}`);
  return actor;
}

/** How long a proof of identity counts as recent (reliability.md 3.3: enrolment, disabling, linking, e-mail address). */
const FRESH_SECONDS = 600;

/** Refuses a user who has not proved who he is within the last ten minutes. A machine's key is no log-in that could be repeated. */
export function assertFresh({ actor, now }: Pick<Ctx, "actor" | "now">): void {
  if (actor.kind !== "user" || Date.parse(now) / 1000 - actor.authTime < FRESH_SECONDS) return;
  throw new AppError(
    "forbidden",
    "auth.reauthentication_required",
    "This needs a log-in within the last 10 minutes. Sign in again and repeat.",
  );
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

/** Who runs the platform; acts in no business of his own. */
export type PlatformCtx = OpenCtx & { admin: { id: string; email: string; sessionId: string } };

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

export const invalidChallenge = () =>
  new AppError(
    "unauthorized",
    "auth.invalid_challenge",
    "The challenge is unknown, was used, has expired or had too many wrong codes. Sign in again.",
  );

/** Enters the business that a log-in's challenge was made in; 401 for any other text. Whether the challenge still lives, its row tells. */
export async function enterByChallenge(open: OpenCtx, token: string): Promise<Ctx> {
  const claims = await readChallenge(open.env, token);
  const elsewhere = open.namedTenant !== undefined && open.namedTenant.toLowerCase() !== claims?.tenantId;
  if (!claims || elsewhere) throw invalidChallenge();
  const tenant = await findTenant(directoryAccess(open), claims.tenantId);
  if (!tenant) throw invalidChallenge();
  return enterTenant(open, tenant, { kind: "challenge", userId: claims.userId, challengeId: claims.challengeId });
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
