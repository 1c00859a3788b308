import type { Ctx } from "#/ctx.ts";
import type { Position } from "#/kernel/position.ts";
import { eventMessage, jobIn, type Message, positionIn, statusMessage } from "./board-messages.ts";
import type { Store } from "./board-store.ts";

type News = { messages: Message[]; positions: Position[] };

/** Reads the outbox after the board's cursor, in order, and tells what is new. */
export function openReader(store: Store, enter: (shard?: string) => Promise<Ctx>, tell: (news: News) => void) {
  let isAsked = false;
  let reading: Promise<void> | undefined;

  async function readPage(ctx: Ctx): Promise<boolean> {
    const { readLog } = await import("./board-log.ts"); // only a board with viewers needs the database
    const { events, upTo, more } = await readLog(ctx, store.cursor());
    const news: News = { messages: [], positions: [] };
    for (const event of events) {
      const job = jobIn(event);
      const [status, position] = [statusMessage(event, job), positionIn(event, job)];
      news.messages.push(eventMessage(event, job), ...(status ? [status] : []));
      if (position) news.positions.push(position);
    }
    if (events.length > 0) tell(news);
    skipTo(upTo);
    return more;
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

  return {
    skipTo,
    /** Reads to the end. A call during another call makes that one continue. */
    async pull(shard?: string): Promise<void> {
      isAsked = true;
      reading ??= readOn(shard);
      await reading;
    },
  };
}
export type Reader = ReturnType<typeof openReader>;
