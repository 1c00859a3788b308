import type { Ctx } from "#/ctx.ts";
import { errorText, log } from "#/kernel/log.ts";
import type { Store } from "./board-store.ts";

const FLUSH_MS = 30_000;
const RETRY_MS = 5 * 60_000; // the business may be suspended or moving to another shard
/** How many points of trails one flush takes. */
const POINTS = 2000;

/** Saves positions and trails to the database, in bulk: half a minute after the first that is not there yet. */
export function openFlush(store: Store, enter: () => Promise<Ctx>) {
  /** Saves all changed positions and the next points of trails, in one trip. */
  async function flush(): Promise<void> {
    store.settle();
    const [positions, trail] = [store.unflushedPositions(), store.trail(POINTS)];
    if (positions.length + trail.length === 0) return;
    const { keepPositions } = await import("#/domains/dispatch/index.ts");
    await keepPositions(await enter(), positions, trail);
    store.markFlushed(positions);
    store.dropFromTrail(trail);
  }

  return {
    flush,
    /** Flushes and answers after how many milliseconds to do it again; undefined when nothing is left. */
    async flushAndPlan(tenant: string): Promise<number | undefined> {
      let pause = FLUSH_MS;
      try {
        await flush();
      } catch (error) {
        pause = RETRY_MS;
        log("error", "positions were not flushed", { tenant, error: errorText(error) });
      }
      return store.unflushedPositions().length + store.trail(1).length > 0 ? pause : undefined;
    },
    /** After how many milliseconds the first change is saved. */
    ms: FLUSH_MS,
  };
}
export type Flush = ReturnType<typeof openFlush>;
