import { type Ctx, machineCtx, systemCtx } from "#/ctx.ts";
import { forgetTenant } from "#/db/directory.ts";
import { read } from "#/db/tenant/load.ts";
import { findLastSeq, findOldestSeq, listEventsAfter, type OutboxEvent } from "#/db/tenant/outbox.ts";
import { localDateOf } from "#/kernel/time.ts";
import { toWire } from "#/kernel/wire.ts";
import { eventMessage, type Message, snapshotMessage } from "./board-messages.ts";
import type { Viewer, Viewers } from "./board-viewers.ts";

const PAGE = 100;

/** The business' own context; `shard` is where the latest news of it came from. */
export async function enterBusiness(
  env: Cloudflare.Env,
  execution: Pick<ExecutionContext, "waitUntil">,
  tenantId: string,
  shard?: string,
): Promise<Ctx> {
  const ctx = await systemCtx(machineCtx(env, execution, "dispatch-board"), tenantId, "dispatch-board");
  if (!ctx) throw new Error(`A board of a business that does not exist: ${tenantId}`);
  const hasMoved = shard !== undefined && ctx.tenant.shard !== shard;
  return hasMoved && forgetTenant(tenantId) ? await enterBusiness(env, execution, tenantId) : ctx;
}

/** A piece of the outbox, read at one moment. */
export type LogPage = {
  events: OutboxEvent[];
  /** There is nothing for a board up to here but `events`. */
  upTo: number;
  more: boolean;
  /** Whether everything after the number that was asked for is still there, and that number has existed at all. */
  complete: boolean;
};

/** What the board shows of the outbox after `seq`, in the order of the commits. */
export async function readLog(ctx: Ctx, seq: number): Promise<LogPage> {
  const [last, oldest, events] = await read(ctx, [
    findLastSeq(ctx),
    findOldestSeq(ctx),
    listEventsAfter(ctx, seq, "dispatch.", PAGE),
  ]);
  const head = last?.seq ?? 0;
  const more = events.length === PAGE;
  return {
    events,
    more,
    upTo: more ? (events.at(-1)?.seq ?? head) : head,
    complete: seq === head || (seq < head && oldest !== undefined && seq >= oldest.seq - 1),
  };
}

/** Today's board in the business' time zone. The domain is loaded by the first viewer, not by the start of the Worker. */
async function readSnapshot(ctx: Ctx): Promise<Message> {
  const { readBoard, BoardOnWire } = await import("#/domains/dispatch/index.ts");
  const board = await readBoard(ctx, localDateOf(ctx.now, ctx.tenant.timezone));
  return snapshotMessage(board.seq, toWire(BoardOnWire, board));
}

/** A fresh context for each read: only the first read of a D1 session is sure to see the last commit. */
type Enter = () => Promise<Ctx>;

/** Sends a new viewer what he missed since `lastSeen`; or, where that cannot be told without a gap, the board as it stands. */
export async function bringUpToDate(
  enter: Enter,
  viewers: Viewers,
  viewer: Viewer,
  lastSeen: number | null,
): Promise<void> {
  if (lastSeen !== null && (await replay(enter, viewers, viewer, lastSeen))) return;
  viewers.catchUp(viewer, await readSnapshot(await enter()));
  await viewers.room(viewer);
}

async function replay(enter: Enter, viewers: Viewers, viewer: Viewer, lastSeen: number): Promise<boolean> {
  for (let seq = lastSeen; viewers.has(viewer); ) {
    const page = await readLog(await enter(), seq);
    if (!page.complete) return false;
    for (const event of page.events) viewers.catchUp(viewer, eventMessage(event));
    await viewers.room(viewer);
    seq = page.upTo;
    viewer.cursor = seq;
    if (!page.more) break;
  }
  return true;
}
