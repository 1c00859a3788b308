import type { Context, MiddlewareHandler } from "hono";
import type { Actor } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { authLimiterOf } from "#/durable-objects/stubs.ts";
import { addressBlock } from "#/kernel/address.ts";
import { AppError } from "#/kernel/errors.ts";
import { errorText, log } from "#/kernel/log.ts";
import { isOwnWorkOnly } from "#/kernel/permissions.ts";
import { type AppEnv, clientIp } from "./context.ts";

const WINDOW_SECONDS = 60;

/** What is counted together, under one name in the headers: `quota` requests a minute. */
type Budget = {
  name: string;
  quota: number;
  whose: string;
  binding?: (env: Cloudflare.Env) => RateLimit;
  /** Of its window, where that is not a minute. */
  seconds?: number;
};

// The quotas of those with a binding are in wrangler.toml too, where the platform wants them; a test compares the two.
export const budgets = {
  ip: { name: "ip", quota: 300, whose: "address", binding: (env) => env.RATE_IP },
  tenant: { name: "tenant", quota: 200, whose: "business", binding: (env) => env.RATE_TENANT },
  /** A caller who may only work their own jobs. */
  session: { name: "session", quota: 60, whose: "session", binding: (env) => env.RATE_SESSION },
  positions: { name: "positions", quota: 600, whose: "technician", binding: (env) => env.RATE_POSITIONS },
  /** A caller who is refused with 401 or 403: as much as a business has, but not of it. */
  caller: { name: "caller", quota: 200, whose: "caller", binding: (env) => env.RATE_TENANT },
  auth: { name: "auth", quota: 5, whose: "address" },
  // as the TradeEngage document has them
  referrer: { name: "key", quota: 100, whose: "key" },
  referrerHour: { name: "key_hour", quota: 1000, whose: "key", seconds: 3600 },
} as const satisfies Record<string, Budget>;

const tooMany = ({ name, whose }: Budget, retryAfter: number) =>
  new AppError(
    "rate_limited",
    `rate_limit.${name}`,
    `Too many requests from this ${whose}. Wait for Retry-After seconds.`,
    {
      retryAfter,
    },
  );

const lifted = (env: Cloudflare.Env) => env.RATE_LIMITS === "off";

// --- What is left. The binding answers yes or no only, and asking an exact counter would cost each request a trip: what this isolate has let
// through in the minute by the clock is known for nothing, and is at most what was used.

const MAX_KEYS = 10_000;
const used = new Map<string, number>();
let minute = 0;

/** Requests under this key that this isolate has counted in the current minute, this one included, and the seconds until the next. */
function countHere(key: string): { hits: number; seconds: number } {
  const now = Date.now() / 1000;
  const current = Math.floor(now / WINDOW_SECONDS);
  if (current !== minute || used.size >= MAX_KEYS) used.clear();
  minute = current;
  const hits = (used.get(key) ?? 0) + 1;
  used.set(key, hits);
  return { hits, seconds: Math.ceil((current + 1) * WINDOW_SECONDS - now) };
}

/** Notes a budget for the headers of the answer (draft-ietf-httpapi-ratelimit-headers-10): its policy, what is left, and for how long. */
function note(c: Context<AppEnv>, budget: Budget, hits: number, seconds: number): void {
  const { name, quota } = budget;
  const before = c.get("limits");
  const policy = `"${name}";q=${quota};w=${budget.seconds ?? WINDOW_SECONDS}`;
  const left = `"${name}";r=${Math.max(0, quota - hits)};t=${seconds}`;
  c.set(
    "limits",
    before ? { policy: `${before.policy}, ${policy}`, left: `${before.left}, ${left}` } : { policy, left },
  );
}

/** Counts the request. The binding is a shield and no ledger: when it fails, requests pass. */
async function count(c: Context<AppEnv>, budget: Budget & { binding: (env: Cloudflare.Env) => RateLimit }, of: string) {
  if (lifted(c.env)) return;
  let success = true;
  try {
    ({ success } = await budget.binding(c.env).limit({ key: of }));
  } catch (error) {
    log("warn", "rate limiter does not answer", { error: errorText(error) });
  }
  const { hits, seconds } = countHere(`${budget.name} ${of}`);
  if (success) return note(c, budget, hits, seconds);
  // when the binding's window began is not known, so the wait is the whole of it
  note(c, budget, budget.quota, WINDOW_SECONDS);
  throw tooMany(budget, WINDOW_SECONDS);
}

export const limitByIp: MiddlewareHandler<AppEnv> = async (c, next) => {
  await count(c, budgets.ip, addressBlock(clientIp(c)));
  await next();
};

/** Callers of a business who were refused with 401 or 403 in this minute: until it ends they do not count against the business. */
const refused = new Set<string>();
let refusedIn = 0;

/** Remembers the caller of a request that is answered with 401 or 403. */
export function noteRefused(c: Context<AppEnv>): void {
  const caller = c.get("caller");
  if (caller === undefined) return;
  const current = Math.floor(Date.now() / 60_000);
  if (current !== refusedIn || refused.size >= MAX_KEYS) refused.clear();
  refusedIn = current;
  refused.add(caller);
}

const wasRefused = (caller: string): boolean =>
  refused.size > 0 && refused.has(caller) && refusedIn === Math.floor(Date.now() / 60_000);

/**
 * Counts a request of a business' caller against one budget. After authentication: an unverified header would let anyone use up another
 * tenant's budget. `isRefused`: the caller may not do this, which is nobody's business but theirs.
 */
export async function limitCaller(
  c: Context<AppEnv>,
  { actor, tenant }: Ctx,
  endpointBudget: "positions" | undefined,
  isRefused: boolean,
): Promise<void> {
  const caller = callerOf(actor, tenant.id);
  c.set("caller", caller);
  if (actor.kind === "user" && actor.technicianId !== null && endpointBudget === "positions" && !isRefused)
    return await count(c, budgets.positions, `${tenant.id} ${actor.technicianId}`);
  if (worksOwnJobsOnly(actor)) return await count(c, budgets.session, caller);
  if (isRefused || wasRefused(caller)) return await count(c, budgets.caller, `caller ${caller}`);
  return await count(c, budgets.tenant, tenant.id);
}

function callerOf(actor: Actor, tenantId: string): string {
  if (actor.kind === "user" || actor.kind === "customer") return actor.sessionId;
  if (actor.kind === "challenge") return actor.challengeId;
  return actor.kind === "api_key" ? `${tenantId} ${actor.keyId}` : tenantId;
}

/** A technician's session, a customer's, or a log-in that waits for its second factor: the office does not share its budget with many phones. */
const worksOwnJobsOnly = (actor: Actor): boolean =>
  actor.kind === "challenge" ||
  actor.kind === "customer" ||
  (actor.kind === "user" && isOwnWorkOnly(actor.permissions));

/** Per address and endpoint, exact; the window opens at the first hit. Fails closed: it guards passwords. */
export async function limitAuth(c: Context<AppEnv>): Promise<void> {
  if (lifted(c.env)) return;
  // by endpoint, not by path: `/auth/login/` must not open a second window
  const key = `${addressBlock(clientIp(c))} ${c.req.method} ${c.get("route")}`;
  const { totalHits, resetAt } = await authLimiterOf(c.env, key).hit(WINDOW_SECONDS * 1000);
  const seconds = Math.max(0, Math.ceil((resetAt - Date.now()) / 1000));
  note(c, budgets.auth, totalHits, seconds);
  if (totalHits > budgets.auth.quota) throw tooMany(budgets.auth, seconds);
}

const ofReferrers: readonly Budget[] = [budgets.referrer, budgets.referrerHour];

/** Per key of a referrer, exact, within a minute and within an hour. When the counter fails, requests pass: a job that is lost helps nobody. */
export async function limitReferrer(c: Context<AppEnv>, keyId: string): Promise<void> {
  if (lifted(c.env)) return;
  const windows = ofReferrers.map(({ quota, seconds = WINDOW_SECONDS }) => ({ quota, ms: seconds * 1000 }));
  const counted = await authLimiterOf(c.env, `referrals ${keyId}`)
    .hitAll(windows)
    .catch((error: unknown) => {
      log("warn", "rate limiter does not answer", { error: errorText(error) });
      return [];
    });
  let refusal: AppError | undefined;
  for (const [i, budget] of ofReferrers.entries()) {
    const { hits, resetAt } = counted[i] ?? {};
    if (hits === undefined || resetAt === undefined) return;
    const seconds = Math.max(0, Math.ceil((resetAt - Date.now()) / 1000));
    note(c, budget, hits, seconds);
    if (hits > budget.quota) refusal = tooMany(budget, seconds);
  }
  if (refusal) throw refusal;
}
