import { randomUUID } from "node:crypto";
import type { Actor } from "#/actor.ts";
import { type Ctx, enterTenant } from "#/ctx.ts";
import { newCost } from "#/db/cost.ts";
import { SHARD_NAME, type ShardName } from "#/db/directory.ts";
import { permissions } from "#/kernel/permissions.ts";
import { type Instant, toInstant } from "#/kernel/time.ts";
import { batch } from "./back-door.ts";
import type { Business } from "./client.ts";
import { sessionOf } from "./tokens.ts";

/** Called around every batch, with its number from 1 on, and waited for; what they throw is what the caller of D1 sees. */
type Around = ((nth: number) => void) | ((nth: number) => Promise<unknown>);
export type Faults = { before?: Around; after?: Around };

type Prepared = { sql: string; params: unknown[] };

/** The shard of the running Worker's own D1, reached from the test, so that faults can be put between. */
function faultyShard(database: string, { before, after }: Faults): D1Database {
  let nth = 0;
  const shard = {
    prepare: (sql: string) => ({
      bind: (...params: unknown[]): Prepared => ({ sql, params }),
      all: async () => (await batch(database, [{ sql, params: [] }]))[0],
    }),
    async batch(statements: Prepared[]) {
      nth += 1;
      await before?.(nth);
      const results = await batch(database, statements);
      await after?.(nth);
      return results;
    },
  };
  // the part of the binding that openTenantDb uses
  return shard as unknown as D1Database;
}

export type CtxOptions = {
  faults?: Faults;
  now?: Instant;
  userId?: number;
  idempotency?: { key: string; fingerprint?: string };
  onAnnounce?: () => void;
};

const stored = {
  fingerprint: "f",
  status: 201,
  serialize: (result: unknown) => JSON.stringify(result),
  protect: (body: string) => body,
};

/** A request's context in this process, on the real database of a business. */
export function ctxOf(business: Business, options: CtxOptions = {}): Ctx {
  const { faults = {}, now = toInstant(Date.now()), userId, idempotency, onAnnounce } = options;
  if (!SHARD_NAME.test(business.shard)) throw new Error(`no such shard: ${business.shard}`);
  const env = { ENVIRONMENT: "development", [business.shard]: faultyShard(business.shard, faults) };
  const actor: Actor =
    userId === undefined
      ? { kind: "system", job: "test" }
      : {
          kind: "user",
          userId,
          sessionId: "none",
          technicianId: null,
          roles: [],
          permissions: new Set(permissions),
          authTime: 0,
          tokenMadeAt: now,
        };
  const ctx = enterTenant(
    {
      env: env as unknown as Cloudflare.Env, // the part of the environment that load and commit use
      now,
      realNow: now,
      requestId: `req_${randomUUID()}`,
      client: { ip: "10.0.0.1", userAgent: "test" },
      cost: newCost(),
      asked: idempotency ? { idempotency: { ...stored, ...idempotency } } : {},
      background: () => undefined,
      afterAnswer: () => undefined,
    },
    {
      id: business.tenantId,
      businessCode: business.code,
      businessName: business.code,
      shard: business.shard as ShardName,
      status: "active",
      timezone: "America/New_York",
      branding: {},
      createdAt: now,
      organizationVersion: 0,
    },
    actor,
  );
  return { ...ctx, announce: () => onAnnounce?.() };
}

/** The owner's own context, in their session. */
export function ownerCtx(business: Business, options: CtxOptions = {}): Ctx {
  const ctx = ctxOf(business, { ...options, userId: 1 });
  const actor = { ...ctx.actor, sessionId: sessionOf(business) } as Actor;
  return { ...ctx, actor, realNow: toInstant(Date.now()) };
}

/** The context of an owner who is overtaken: the other work is done between what their action reads and its commit. */
export const overtakenCtx = (business: Business, other: () => Promise<unknown>): Ctx =>
  ownerCtx(business, { faults: { before: async (nth) => (nth === 2 ? await other() : undefined) } });

export const transient = (): Error => new Error("D1_ERROR: Network connection lost.");

/** What a piece of work throws; undefined when it throws nothing. */
export async function thrownBy(work: Promise<unknown>): Promise<unknown> {
  return await work.then(
    () => undefined,
    (error: unknown) => error,
  );
}
