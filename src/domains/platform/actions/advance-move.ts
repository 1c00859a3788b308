import { type Ctx, enterTenant, type OpenCtx } from "#/ctx.ts";
import type { MoveStep } from "#/db/control/schema/platform.ts";
import { forgetTenant, isShardName, type Tenant } from "#/db/directory.ts";
import { movedTables, type Page, readPage, removeRows, writePage } from "#/db/move.ts";
import { changeState, prepareToReceive, stateOn } from "#/db/tenant/state.ts";
import { announce } from "#/durable-objects/stubs.ts";
import { copyDiffers, moveBusy, moveTooFar, shardNotReady } from "../errors.ts";
import { claimMove, finishMove, flipDirectory, noteMove, releaseMove } from "../move-repo.ts";
import type { Move } from "../repo.ts";

// Every piece of work is safe to repeat, and is noted as done only after it is done. So a move may break off anywhere, and goes on from
// the note; what the note does not know yet is done once more, to no effect.

/** Rows of a page, and pages of a piece: a call stays far below a minute and below the queries that a Worker may make. */
const PAGE_ROWS = 200;
const PAGES = 40;

/** The business on both of its shards. */
type Both = { from: Ctx; to: Ctx };
/** A piece of a step. Answers how far the move is then; undefined at its end. */
type Piece = (both: Both, move: Move) => Promise<Move | undefined>;

/** Does the next piece of a move. Answers how far it is then; undefined when it is over. 503 while another worker is at it. */
export async function advanceMove(open: OpenCtx, tenant: Tenant): Promise<Move | undefined> {
  const move = await claim(open, tenant);
  return await carryOn(open, tenant, move);
}

/** As `advanceMove`, but backwards. Refused once the business lives on its new shard. */
export async function undoMove(open: OpenCtx, tenant: Tenant): Promise<Move | undefined> {
  const move = await claim(open, tenant);
  if (move.step === "switching" || move.step === "clearing") {
    await releaseMove(open, move);
    throw moveTooFar(move.step);
  }
  const undoing: Move = { ...move, step: "undoing", tableName: null, afterKey: null };
  await noteMove(open, undoing); // before anything is undone: from here on nobody may go on forwards
  return await carryOn(open, tenant, undoing);
}

async function claim(open: OpenCtx, tenant: Tenant): Promise<Move> {
  const move = await claimMove(open, tenant.id);
  if (!move) throw moveBusy();
  return move;
}

async function carryOn(open: OpenCtx, tenant: Tenant, move: Move): Promise<Move | undefined> {
  let next: Move | undefined = move;
  try {
    next = await pieces[move.step](bothShards(open, tenant, move), move);
  } finally {
    if (next) await releaseMove(open, next);
  }
  if (!next) await finishMove(open, move, move.step === "undoing" ? "move_cancelled" : "moved");
  return next;
}

function bothShards(open: OpenCtx, tenant: Tenant, { fromShard, toShard }: Move): Both {
  if (!isShardName(fromShard) || !isShardName(toShard))
    throw new Error(`A move between shards that are not bound: ${fromShard}, ${toShard}`);
  const { bookmark: _, ...newest } = open; // a replica may lag behind what is copied
  const actor = { kind: "system", job: "move" } as const;
  return {
    from: enterTenant(newest, { ...tenant, shard: fromShard }, actor),
    to: enterTenant(newest, { ...tenant, shard: toShard }, actor),
  };
}

/** From here on nothing is written any more; reads go on. */
const freeze: Piece = async ({ from, to }, move) => {
  await prepareToReceive(to);
  await changeState(from, "active", "moving");
  for (const side of [from, to]) {
    const state = await stateOn(side);
    if (state !== "moving") throw shardNotReady(side.tenant.shard, state);
  }
  return { ...move, step: "copying" };
};

/** Goes through all tables page by page, from where the last piece ended, and through at most so many pages. */
const walk =
  (step: MoveStep, then: MoveStep, work: (both: Both, at: At) => Promise<void>): Piece =>
  async (both, move) => {
    let { tableName, afterKey, rowsCopied } = move;
    for (let pages = 0; pages < PAGES; pages++) {
      const index = tableName === null ? 0 : movedTables.findIndex(({ name }) => name === tableName);
      const table = movedTables[index];
      if (!table) throw new Error(`A move stands at a table that does not exist: ${tableName}`);
      const after = afterKey;
      const page = await readPage(both.from, table, after, PAGE_ROWS);
      const isLast = page.rows.length < PAGE_ROWS;
      await work(both, { table, after, page, isLast });
      if (step === "copying") rowsCopied += page.rows.length;
      [tableName, afterKey] = [table.name, page.last && [...page.last]];
      if (!isLast) continue;
      [tableName, afterKey] = [movedTables[index + 1]?.name ?? null, null];
      if (tableName === null) return { ...move, step: then, tableName, afterKey, rowsCopied };
    }
    return { ...move, step, tableName, afterKey, rowsCopied };
  };

type At = { table: (typeof movedTables)[number]; after: Move["afterKey"]; page: Page; isLast: boolean };

/** What should not be on the new shard is found when the two are compared. */
const copy = walk("copying", "comparing", async ({ to }, { table, after, page, isLast }) => {
  if (page.rows.length > 0) await writePage(to, table, after, page, isLast);
});

/** Row by row and value by value. What crons have cleared away on one side since it was copied is copied once more. */
const compare = walk("comparing", "switching", async ({ to }, { table, after, page, isLast }) => {
  const same = async () => JSON.stringify(await readPage(to, table, after, PAGE_ROWS)) === JSON.stringify(page);
  if (await same()) return;
  await writePage(to, table, after, page, isLast);
  if (!(await same())) throw copyDiffers(table.name);
});

/**
 * Reads never stop, and nobody reads what is old: while nothing can be written on either shard the directory changes, then the old shard
 * turns everybody away who has not heard of it, and only then the new one takes writes.
 */
const switchOver: Piece = async ({ from, to }, move) => {
  if ((await stateOn(from)) === "active") return { ...move, step: "freezing" }; // somebody has opened it: all over again
  await flipDirectory(from, move);
  await changeState(from, "moving", "moved");
  await changeState(to, "moving", "active");
  forgetTenant(to.tenant.id);
  await announce(to.env, to.tenant);
  return { ...move, step: "clearing" };
};

const clear: Piece = async ({ from }, move) => ((await removeRows(from, "moved", PAGE_ROWS)) > 0 ? move : undefined);

const undo: Piece = async ({ from, to }, move) => {
  await changeState(from, "moving", "active");
  await prepareToReceive(to); // it may have been left before it was prepared
  if ((await removeRows(to, "moving", PAGE_ROWS)) > 0) return move;
  await changeState(to, "moving", "moved");
  return undefined;
};

const pieces: Record<MoveStep, Piece> = {
  freezing: freeze,
  copying: copy,
  comparing: compare,
  switching: switchOver,
  clearing: clear,
  undoing: undo,
};
