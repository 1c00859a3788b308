import type { Ctx } from "#/ctx.ts";
import { errorText, log } from "#/kernel/log.ts";
import { type Message, message } from "./board-messages.ts";
import { type Admission, type Hooks, openViewers, type Viewer } from "./board-viewers.ts";
import { oneAtATime } from "./one-at-a-time.ts";

// The feed of all events of a business, beside its board: what GET /admin/events answers, as it happens. An event has its number as id, so a
// reader who comes back goes on behind it. Readers of the feed keep no snapshot: what is no longer kept is refused before the stream opens.

/** Only a feed with readers needs the database. */
const database = () => import("./event-log.ts");

/** Tells where the reader stands when all that they had missed is sent; its number counts on even where no event was for them. */
const caughtUp = (seq: number): Message => message(`{"type":"caught_up","sequence":${seq}}`, seq);

export function openFeed(tenant: string, hooks: Hooks, enter: (shard?: string) => Promise<Ctx>) {
  const viewers = openViewers(hooks);
  /** Up to which number the live readers have been told. */
  let cursor = 0;
  let shard: string | undefined;

  const pull = oneAtATime(async () => {
    const { readEvents } = await database();
    for (let more = viewers.someAreLive(); more; ) {
      const page = await readEvents(await enter(shard), cursor);
      viewers.fanOut(page.messages);
      cursor = Math.max(cursor, page.upTo);
      more = page.more && viewers.someAreLive();
    }
  });

  /** Sends a new reader what they have missed; without a last event they begin where the log ends now. False: some of it is gone. */
  async function bringUpToDate(viewer: Viewer, lastSeen: number | null): Promise<boolean> {
    const { headOf, readEvents } = await database();
    let seq = lastSeen ?? (await headOf(await enter()));
    for (let more = lastSeen !== null; more && viewers.has(viewer); ) {
      const page = await readEvents(await enter(), seq);
      if (!page.complete) return false;
      for (const event of page.messages) {
        await viewers.hasRoom(viewer);
        viewers.catchUp(viewer, event);
      }
      ({ upTo: seq, more } = page);
    }
    viewers.catchUp(viewer, caughtUp(seq));
    return true;
  }

  /** On an error the stream ends, and the reader comes back. */
  async function start(viewer: Viewer, lastSeen: number | null, check: () => Promise<void>): Promise<void> {
    try {
      // a right may have ended between the Worker's look and the opening
      const [isComplete] = await Promise.all([bringUpToDate(viewer, lastSeen), check()]);
      if (!isComplete) return viewers.end(viewer, "failed");
      if (!viewers.someAreLive()) ({ cursor } = viewer);
      viewers.goLive(viewer, []);
      await pull();
    } catch (error) {
      log("error", "a viewer could not be brought up to date", { tenant, feed: true, error: errorText(error) });
      viewers.end(viewer, "failed");
    }
  }

  return {
    viewers,
    open(admission: Admission, lastSeen: number | null, check: () => Promise<void>) {
      const { viewer, stream } = viewers.open(admission);
      return { stream, started: start(viewer, lastSeen, check) };
    },
    /** Reads on to the end of the log, if anybody listens; `latest` is the shard of its newest event. */
    async pull(latest: string): Promise<void> {
      shard = latest;
      if (viewers.someAreLive()) await pull();
    },
  };
}
export type Feed = ReturnType<typeof openFeed>;
