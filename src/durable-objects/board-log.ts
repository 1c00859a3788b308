import { type Ctx, machineCtx, systemCtx } from "#/ctx.ts";
import { forgetTenant } from "#/db/directory.ts";
import { followClock } from "#/db/moved-clock.ts";
import { read } from "#/db/tenant/load.ts";
import { eventsAfter, lastSeq, oldestSeq } from "#/db/tenant/outbox.ts";
import { localDateOf } from "#/kernel/time.ts";
import { toWire } from "#/kernel/wire.ts";
import { eventMessage, type Message, snapshotMessage } from "./board-messages.ts";
import type { Viewer, Viewers } from "./board-viewers.ts";

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
    events: eventsAfter(ctx, seq, "dispatch.", PAGE),
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

/** Today's board in the business' time zone. The first viewer loads the domain, so the Worker starts faster. */
export async function readSnapshot(ctx: Ctx): Promise<Message> {
  const { readBoard, BoardOnWire } = await import("#/domains/dispatch/index.ts");
  const board = await readBoard(ctx, localDateOf(ctx.now, ctx.tenant.timezone));
  return snapshotMessage(board.seq, toWire(BoardOnWire, board));
}

/** Returns a fresh context for each read: only the first read of a D1 session is guaranteed to see the last commit. */
type Enter = () => Promise<Ctx>;

/** Sends a new viewer the events after `lastSeen`. If some of them are deleted, or `lastSeen` is null, sends a snapshot and what came after it. */
export async function bringUpToDate(
  enter: Enter,
  snapshot: () => Promise<Message>,
  viewers: Viewers,
  viewer: Viewer,
  lastSeen: number | null,
): Promise<void> {
  if (lastSeen !== null && (await replay(enter, viewers, viewer, lastSeen))) return;
  viewers.catchUp(viewer, await snapshot());
  await replay(enter, viewers, viewer, viewer.cursor); // others share the snapshot: it may be a second old
  await viewers.room(viewer);
}

async function replay(enter: Enter, viewers: Viewers, viewer: Viewer, lastSeen: number): Promise<boolean> {
  for (let seq = lastSeen; viewers.has(viewer); ) {
    const page = await readLog(await enter(), seq);
    if (!page.complete) return false;
    for (const event of page.events) {
      await viewers.room(viewer); // one message at most goes beyond the queue, as for a live viewer
      viewers.catchUp(viewer, eventMessage(event));
    }
    seq = page.upTo;
    viewer.cursor = seq;
    if (!page.more) break;
  }
  return true;
}
