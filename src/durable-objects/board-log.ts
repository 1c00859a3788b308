import { type Ctx, machineCtx, systemCtx } from "#/ctx.ts";
import { forgetTenant } from "#/db/directory.ts";
import { followClock } from "#/db/moved-clock.ts";
import { read } from "#/db/tenant/load.ts";
import { eventsAfter, lastSeq, oldestSeq } from "#/db/tenant/outbox.ts";
import { localDateOf } from "#/kernel/time.ts";
import { toWire } from "#/kernel/wire.ts";
import { type Filter, filtered, isEverything } from "./board-filter.ts";
import { eventMessage, jobIn, type Message, type Recent, snapshotMessage } from "./board-messages.ts";
import type { Viewer, Viewers } from "./board-viewers.ts";
import { ON_BOARD } from "./stubs.ts";

const PAGE = 100;

/** The context of a tenant. `shard` is the shard of its latest event: if the cached directory row differs, the tenant has moved. */
export async function enterBusiness(
  env: Cloudflare.Env,
  execution: Pick<ExecutionContext, "waitUntil">,
  tenantId: string,
  shard?: string,
): Promise<Ctx> {
  await followClock(env, (work) => execution.waitUntil(work));
  const ctx = await systemCtx(machineCtx(env, execution, "dispatch-board"), tenantId, "dispatch-board");
  if (!ctx) throw new Error(`This board's business does not exist: ${tenantId}`);
  const hasMoved = shard !== undefined && ctx.tenant.shard !== shard;
  return hasMoved && forgetTenant(tenantId) ? await enterBusiness(env, execution, tenantId) : ctx;
}

/** Reads the board's next events after `seq` in one transaction, in commit order. */
export async function readLog(ctx: Ctx, seq: number) {
  const { last, oldest, events } = await read(ctx, {
    last: lastSeq(ctx),
    oldest: oldestSeq(ctx),
    events: eventsAfter(ctx, seq, ON_BOARD, PAGE),
  });
  const head = last?.seq ?? 0;
  const more = events.length === PAGE;
  return {
    events,
    more,
    /** Sequence number up to which `events` holds all events of the board. */
    upTo: more ? (events.at(-1)?.seq ?? head) : head,
    /** Whether the requested number exists and no event after it has been deleted. */
    complete: seq === head || (seq < head && oldest !== undefined && seq >= oldest.seq - 1),
  };
}

/** Today's board in the business' time zone, as each viewer may see it. The first viewer loads the domain, so the Worker starts faster. */
export async function readSnapshot(ctx: Ctx): Promise<(filter: Filter) => Message> {
  const { readBoard, countsOf, BoardOnWire, CountsOnWire } = await import("#/domains/dispatch/index.ts");
  const read = await readBoard(ctx, localDateOf(ctx.now, ctx.tenant.timezone));
  const board = toWire(BoardOnWire, read);
  const partOf = (filter: Filter) => {
    const part = filtered(board, filter);
    const shown = new Set(part.jobs.map(({ id }) => id));
    const jobs = read.jobs.filter(({ id }) => shown.has(id));
    return { ...part, counts: toWire(CountsOnWire, countsOf(jobs, read.now)) };
  };
  const whole = snapshotMessage(board.seq, board);
  return (filter) => (isEverything(filter) ? whole : snapshotMessage(board.seq, partOf(filter)));
}

/** A technician's day, as they may see it. */
export async function readOwnSnapshot(ctx: Ctx, technicianId: number): Promise<Message> {
  const { readOwnDay, OwnDayOnWire } = await import("#/domains/dispatch/index.ts");
  const day = await readOwnDay(ctx, localDateOf(ctx.now, ctx.tenant.timezone), technicianId);
  return snapshotMessage(day.seq, toWire(OwnDayOnWire, day));
}

/** Returns a fresh context for each read: only the first read of a D1 session is guaranteed to see the last commit. */
type Enter = () => Promise<Ctx>;

type Sources = {
  enter: Enter;
  snapshot: (filter: Filter) => Promise<Message>;
  /** What the board remembers of its events after this number. */
  toldAfter: (seq: number) => Recent | undefined;
  viewers: Viewers;
};

/** Sends a new viewer the events after `lastSeen`. If some of them are deleted, or `lastSeen` is null, sends a snapshot and what came after it. */
export async function bringUpToDate(sources: Sources, viewer: Viewer, lastSeen: number | null): Promise<void> {
  const { snapshot, viewers } = sources;
  if (lastSeen !== null && (await replay(sources, viewer, lastSeen))) return;
  viewers.catchUp(viewer, await snapshot(viewer.filter));
  await replay(sources, viewer, viewer.cursor, true); // others share the snapshot: it may be a second old
  await viewers.hasRoom(viewer);
}

/** False if a snapshot must come instead: events are deleted, or a socket has no room for them. `anyway`: sends them all the same. */
async function replay({ enter, toldAfter, viewers }: Sources, viewer: Viewer, lastSeen: number, anyway = false) {
  for (let seq = lastSeen; viewers.has(viewer); ) {
    const page = toldAfter(seq) ?? (await readMessages(enter, seq));
    if (!page) return false;
    for (const message of page.messages) {
      // one message at most goes beyond the queue, as for a live viewer
      if (!(await viewers.hasRoom(viewer)) && !anyway) return false;
      viewers.catchUp(viewer, message);
    }
    seq = page.upTo;
    viewer.cursor = seq;
    if (!page.more) break;
  }
  return true;
}

/** The next messages after this event from the database; undefined if some are deleted. */
async function readMessages(enter: Enter, seq: number): Promise<Recent | undefined> {
  const { complete, events, upTo, more } = await readLog(await enter(), seq);
  return complete ? { messages: events.map((event) => eventMessage(event, jobIn(event))), upTo, more } : undefined;
}
