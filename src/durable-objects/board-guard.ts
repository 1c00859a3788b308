import type { Ctx } from "#/ctx.ts";
import { ACCESS_TOKEN_SECONDS } from "#/kernel/tokens.ts";
import type { Rights } from "./board-rights.ts";
import { FOR_EVER, type Store } from "./board-store.ts";
import type { Crowd } from "./board-viewers.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import type { Holder, Refusal } from "./stubs.ts";

/** The board hears of ended rights by a call. Calls get lost, so the board also looks by itself this often. */
const RECHECK_MS = 15_000;
const REFUSAL_MS = 2 * ACCESS_TOKEN_SECONDS * 1000;

/** Returns what these sessions and API keys may still do. */
type Look = (holders: readonly string[]) => Promise<Rights>;

/** Looks in the database of the business. */
export const lookBy =
  (enter: () => Promise<Ctx>): Look =>
  async (holders) => {
    const { readRights } = await import("./board-rights.ts");
    const look = async () => await readRights(await enter(), holders);
    return await look().catch(look); // the first one finds out that the business has moved to another shard
  };

/**
 * Ends the streams of viewers whose rights have ended, and refuses positions from such sessions. The one way for every cause: whatever ends
 * a right does it in the database, and `check` reads the rights of all viewers and reporters there.
 */
export function openGuard(store: Store, viewers: Crowd, look: Look) {
  /** Sessions that report positions, and the technician they report for. */
  const reporters = new Map<string, { technicianId: number; at: number }>();
  const inactive = new Set<number>();
  let checkedAt = 0;

  const check = oneAtATime(async () => {
    const now = Date.now();
    for (const [session, { at }] of reporters) if (now - at > ACCESS_TOKEN_SECONDS * 1000) reporters.delete(session);
    const holders = [...viewers.holders().union(new Set(reporters.keys()))];
    if (holders.length === 0) return;
    const rights = await look(holders);
    checkedAt = now;
    if (rights.isSuspended) store.setClosed(true);
    for (const [holder, before] of rights.refusedBefore)
      if (before > 0) store.refuse(holder, before, now + REFUSAL_MS, now);
    for (const { technicianId } of reporters.values())
      if (rights.activeTechnicians.has(technicianId)) inactive.delete(technicianId);
      else inactive.add(technicianId);
    const refused = new Map<string, boolean>(); // a holder has many viewers
    viewers.endWhere((viewer) => {
      const token = `${viewer.sessionId} ${viewer.madeAt}`;
      const isRefused = refused.get(token) ?? refusalOf(viewer) !== undefined;
      refused.set(token, isRefused);
      return isRefused;
    }, "ended");
  });

  function refusalOf({ sessionId, madeAt }: Holder): Exclude<Refusal, "inactive"> | undefined {
    if (store.isClosed()) return "closed";
    const before = store.refusedBefore(sessionId);
    if (madeAt >= before) return undefined;
    return before === FOR_EVER ? "ended" : "stale";
  }

  return {
    /** Reads the rights of all viewers and reporters, and ends the streams that must end. */
    check,
    refusalOf,
    isDue: (): boolean => Date.now() - checkedAt >= RECHECK_MS,
    /** Why a technician's position is refused; undefined if it is not. Only the first report of a session waits for the database. */
    async refusalOfReport(holder: Holder, technicianId: number): Promise<Refusal | undefined> {
      const { sessionId } = holder;
      const isKnown = reporters.get(sessionId)?.technicianId === technicianId;
      reporters.set(sessionId, { technicianId, at: Date.now() });
      try {
        if (!isKnown) await check();
      } catch (error) {
        reporters.delete(sessionId);
        throw error;
      }
      return refusalOf(holder) ?? (inactive.has(technicianId) ? "inactive" : undefined);
    },
  };
}
export type Guard = ReturnType<typeof openGuard>;
