import type { Ctx } from "#/ctx.ts";
import type { LogEvent, News } from "#/kernel/events.ts";
import type { Position } from "#/kernel/position.ts";
import { eventMessage, jobIn, type Message, positionIn, type Recent, statusMessage } from "./board-messages.ts";
import type { Store } from "./board-store.ts";

/** How many of the latest events the board remembers. */
const REMEMBERED = 500;

type Told = { messages: Message[]; positions: Position[] };

/** Reads the outbox after the board's cursor, in order, and tells what is new. */
export function openReader(
  store: Pick<Store, "cursor" | "setCursor">,
  enter: (shard?: string) => Promise<Ctx>,
  tell: (told: Told) => void,
) {
  /** All that the board has told after the event with the number `since`. */
  let recent: Message[] = [];
  let since = store.cursor();
  let isAsked = false;
  let reading: Promise<void> | undefined;

  async function readPage(ctx: Ctx): Promise<boolean> {
    const { readLog } = await import("./board-log.ts"); // only a board with viewers needs the database
    const { events, upTo, more, complete } = await readLog(ctx, store.cursor());
    show(events);
    moveOn(upTo);
    if (!complete) forget();
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
    recent.push(...told.messages.filter(({ seq }) => seq !== null));
    const forgotten = recent.splice(0, Math.max(0, recent.length - REMEMBERED));
    since = forgotten.at(-1)?.seq ?? since;
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

  function moveOn(seq: number): void {
    if (seq > store.cursor()) store.setCursor(seq);
  }

  /** Leaves out what is before this event. */
  function skipTo(seq: number): void {
    if (seq <= store.cursor()) return;
    store.setCursor(seq);
    forget();
  }

  function forget(): void {
    since = store.cursor();
    recent = [];
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
      moveOn(news.last);
    },
    /** What the board has told after this event; undefined if it does not know. Only with live viewers is that the latest. */
    toldAfter(seq: number): Recent | undefined {
      if (seq < since || seq > store.cursor()) return undefined;
      return { messages: recent.filter((message) => (message.seq ?? 0) > seq), upTo: store.cursor() };
    },
  };
}
export type Reader = ReturnType<typeof openReader>;
