import type { Tenant } from "#/db/directory.ts";
import type { News } from "#/kernel/events.ts";
import { errorText, log } from "#/kernel/log.ts";
import type { Position, Reading } from "#/kernel/position.ts";
import type { Instant } from "#/kernel/time.ts";
import type { Filter } from "./board-filter.ts";

/** The live board of a tenant. */
export const boardOf = (env: Cloudflare.Env, tenantId: string) => env.DISPATCH_BOARD.getByName(tenantId);

/** Who is served: a session and when its access token was made, or an API key by its name (`api_key:3`) and 0. */
export type Holder = { sessionId: string; madeAt: number };

/**
 * A viewer that the Worker has authenticated. `lastSeq` is the last event that the client has seen; null for a new viewer. `endsBy` is when
 * their credential expires, in milliseconds since 1970, if it does.
 */
export type StreamRequest = Holder & {
  ticket: string | null;
  lastSeq: number | null;
  endsBy: number | null;
  filter: Filter;
};

/** Why a position is not taken: the business is suspended, the session has ended, its token is stale, or the technician is not active. */
export type Refusal = "closed" | "ended" | "stale" | "inactive";

/** What a device has read of its place, and when: now if it does not tell. */
export type ReadAt = Reading & { at?: Instant | undefined };

/** Why a reading is left out: it is known already, too far from the place before it, or from before the time that trails are kept. */
export type Doubt = "duplicate" | "impossible_speed" | "too_old";

/** What became of reported readings: how many were taken, the newest of these, those left out, and where the technician is known to be. */
export type Reported = {
  taken: number;
  ignored: { index: number; reason: Doubt }[];
  newest: Position | undefined;
  last: Position | undefined;
};

/** The live stream of a tenant's board, or a socket. 401 if the session or the ticket has just ended. */
export const openBoardStream = (
  env: Cloudflare.Env,
  tenantId: string,
  request: StreamRequest,
  isSocket: boolean,
): Promise<Response> =>
  boardOf(env, tenantId).fetch("https://board/stream", {
    headers: { [STREAM_REQUEST]: JSON.stringify(request), ...(isSocket && { upgrade: "websocket" }) },
  });
/** A request that opens a socket has no body. */
export const STREAM_REQUEST = "x-stream-request";

/** An exact counter: the requests of one client on one auth route, or the uses of one id_token. */
export const authLimiterOf = (env: Cloudflare.Env, key: string) => env.AUTH_LIMITER.getByName(key);

/** Sees to it that the timer of a tenant rings by then. Never throws: the sweep finds what it misses. */
export async function remind(env: Cloudflare.Env, tenantId: string, at: Instant): Promise<void> {
  await env.DUE_TIMER.getByName(tenantId)
    .by(Date.parse(at))
    .catch((error: unknown) =>
      log("warn", "timer not set; the sweep rings", { tenant: tenantId, error: errorText(error) }),
    );
}

const WAKE_ATTEMPTS = 3;
const HEAD_START_MS = 100;

/** The board shows the events of this area, and these. */
export const ON_BOARD = { area: "dispatch.", types: ["sla.warning", "sla.violated", "sla.level"] };
const isOnBoard = ({ type }: { type: string }): boolean =>
  type.startsWith(ON_BOARD.area) || ON_BOARD.types.includes(type);
/** What the board gets with one call; it reads more from the database. */
const MAX_NEWS = 100;

type Announced = { endsRights?: boolean | undefined; news?: News | undefined };

/** Wakes the board and notifies the other consumers of the outbox. Never throws: after a failure the queue or the cron wakes them. */
export async function announce(
  env: Cloudflare.Env,
  tenant: Pick<Tenant, "id" | "shard">,
  announced: Announced = {},
): Promise<void> {
  const woken = wakeBoard(env, tenant, announced);
  // people watch the board: it reads its news before the other consumers ask the same database, but nobody waits long for it
  await Promise.race([Promise.allSettled([woken]), new Promise((resolve) => setTimeout(resolve, HEAD_START_MS))]);
  const told = await Promise.allSettled([woken, env.EVENTS.send({ tenantId: tenant.id })]);
  for (const failed of told.filter((result) => result.status === "rejected"))
    log("warn", "announce failed; the cron will retry", { tenant: tenant.id, error: errorText(failed.reason) });
}

/** The end of a right is told again when the call fails: nobody should go on watching until the board looks by itself. */
async function wakeBoard(
  env: Cloudflare.Env,
  { id, shard }: Pick<Tenant, "id" | "shard">,
  { endsRights = false, news }: Announced,
): Promise<void> {
  const shown = news && { ...news, events: news.events.filter(isOnBoard) };
  const told = shown && shown.events.length <= MAX_NEWS ? shown : undefined;
  for (let left = endsRights ? WAKE_ATTEMPTS : 1; ; left--)
    try {
      return await boardOf(env, id).wake(id, shard, endsRights, told);
    } catch (error) {
      if (left <= 1) throw error;
    }
}
