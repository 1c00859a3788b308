import { machineCtx, systemCtx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { eventsAfter } from "#/db/tenant/outbox.ts";
import { ON_BOARD } from "#/durable-objects/stubs.ts";
import { execution } from "./queues.ts";
import type { Scheduler } from "./scheduler.ts";

// The live board with one viewer, by the board's contract: each wake reads on in the outbox from the last number that the viewer has. The object
// itself runs in the runtime only (test/api/stream*.test.ts); here the log that it reads from is under test.

const PAGE = 100;

export function openBoard(scheduler: Scheduler, env: () => Cloudflare.Env) {
  const seen: number[] = [];
  let firstSeq = 0;
  let isAsked = false;
  let reading: Promise<void> | undefined;

  async function readOn(tenantId: string): Promise<void> {
    while (isAsked) {
      isAsked = false;
      for (let isMore = true; isMore; ) {
        const ctx = await systemCtx(machineCtx(env(), execution, "dispatch-board"), tenantId, "dispatch-board");
        if (!ctx) return;
        const { events } = await read(ctx, { events: eventsAfter(ctx, seen.at(-1) ?? firstSeq, ON_BOARD, PAGE) });
        seen.push(...events.map(({ seq }) => seq));
        isMore = events.length === PAGE;
      }
    }
  }

  /** Reads in the isolate of the object, whoever wakes it. */
  function readInObject(tenantId: string): Promise<void> {
    const died = new Error("The Durable Object was reset.");
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    promise.catch(() => undefined);
    const end = (error?: unknown): void => {
      reading = undefined;
      if (error) reject(error);
      else resolve();
    };
    const isolate = scheduler.start(
      "board",
      async () => {
        const failed = await readOn(tenantId).then(
          () => undefined,
          (error: unknown) => error,
        );
        scheduler.over(isolate);
        end(failed);
      },
      () => end(died),
    );
    return promise;
  }

  return {
    /** Numbers of the events that the viewer has got, in their order. */
    seen,
    startAt(seq: number): void {
      firstSeq = seq;
    },
    async wake(tenantId: string): Promise<void> {
      const begun = await scheduler.call(
        "board",
        "wake",
        () => {
          isAsked = true;
          reading ??= readInObject(tenantId);
          return { reading };
        },
        () => new Error("The Durable Object was reset."),
      );
      await begun.reading;
    },
  };
}
