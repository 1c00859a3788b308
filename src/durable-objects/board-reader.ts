import type { Ctx } from "#/ctx.ts";
import type { LogEvent, News } from "#/kernel/events.ts";
import type { Position } from "#/kernel/position.ts";
import { eventMessage, jobIn, type Message, positionIn, statusMessage } from "./board-messages.ts";
import type { Store } from "./board-store.ts";

type Told = { messages: Message[]; positions: Position[] };

/** Reads the outbox after the board's cursor, in order, and tells what is new. */
export function openReader(
  store: Pick<Store, "cursor" | "setCursor">,
  enter: (shard?: string) => Promise<Ctx>,
  tell: (told: Told) => void,
) {
  let isAsked = false;
  let reading: Promise<void> | undefined;

  async function readPage(ctx: Ctx): Promise<boolean> {
    const { readLog } = await import("./board-log.ts"); // only a board with viewers needs the database
    const { events, upTo, more } = await readLog(ctx, store.cursor());
    show(events);
    skipTo(upTo);
    return more;
  }

  function show(events: readonly LogEvent[]): void {
    const told: Told = { messages: [], positions: [] };
    for (const event of events) {
      const job = jobIn(event);
      const [status, position] = [statusMessage(event, job), positionIn(event, job)];
      told.messages.push(eventMessage(event, job), ...(status ? [status] : []));
      if (position) told.positions.push(position);
    }
    if (events.length > 0) tell(told);
  }

  async function readOn(shard: string | undefined): Promise<void> {
    try {
      while (isAsked) {
        isAsked = false;
        for (let more = true; more; ) more = await readPage(await enter(shard));
      }
    } finally {
      reading = undefined;
    }
  }

  function skipTo(seq: number): void {
    if (seq > store.cursor()) store.setCursor(seq);
  }

  /** Reads to the end. A call during another call makes that one continue. */
  async function pull(shard?: string): Promise<void> {
    isAsked = true;
    reading ??= readOn(shard);
    await reading;
  }

  return {
    skipTo,
    pull,
    /** Tells the news of a commit without a look at the database, if the board knows all that was before them. */
    async take(news: News, shard: string): Promise<void> {
      if (reading || news.first > store.cursor() + 1) return await pull(shard);
      show(news.events.filter(({ seq }) => seq > store.cursor()));
      skipTo(news.last);
    },
  };
}
export type Reader = ReturnType<typeof openReader>;
