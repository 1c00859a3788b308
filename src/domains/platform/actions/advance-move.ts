import { type Ctx, enterTenant, type OpenCtx } from "#/ctx.ts";
import type { MoveStep } from "#/db/control/schema/platform.ts";
import { forgetTenant, isShard, type ShardName, type Tenant } from "#/db/directory.ts";
import { type MovedTable, movedTables, type Page, readPage, removeRows, writePage } from "#/db/move.ts";
import { changeState, findState, prepareToReceive } from "#/db/tenant/state.ts";
import { announce } from "#/durable-objects/stubs.ts";
import { copyDiffers, moveBusy, moveTooFar, shardNotReady, shardsDiffer } from "../errors.ts";
import { claimMove, finishMove, flipDirectory, noteMove, releaseMove } from "../move-repo.ts";
import type { Move } from "../repo.ts";
import { differingTables } from "../rules.ts";

// Each piece of work is safe to repeat, and is noted only after it is done. So a move may break off anywhere and goes on from its note; what
// was done after the note is done once more, without effect.

/** Rows of a page, and pages of a piece: a call takes far less than a minute and fewer queries than a Worker may make. */
const PAGE_ROWS = 200;
const PAGES = 40;

/** The tenant on both shards. */
type Both = { from: Ctx; to: Ctx };
/** A piece of a step. Answers the move as it is then; undefined at its end. */
type Piece = (both: Both, move: Move) => Promise<Move | undefined>;

/** Does the next piece of a move. Answers the move as it is then; undefined when it is over. 503 while another worker has it. */
export async function advanceMove(open: OpenCtx, tenant: Tenant): Promise<Move | undefined> {
  return await carryOn(open, tenant, await claim(open, tenant));
}

/** As `advanceMove`, but backwards. Refused once the tenant lives on its new shard. */
export async function undoMove(open: OpenCtx, tenant: Tenant): Promise<Move | undefined> {
  const move = await claim(open, tenant);
  if (move.step === "switching" || move.step === "clearing") {
    await releaseMove(open, move);
    throw moveTooFar(move.step);
  }
  const undoing: Move = { ...move, step: "undoing", tableName: null, afterKey: null };
  await noteMove(open, undoing); // before anything is undone, so that no worker goes on forwards
  return await carryOn(open, tenant, undoing);
}

/** The tables of both shards; 409 where they differ: one shard lacks a migration, and the copy would lose a column. */
export async function tablesOfBoth(open: OpenCtx, from: ShardName, to: ShardName): Promise<readonly MovedTable[]> {
  const [tables, others] = await Promise.all([movedTables(open, from), movedTables(open, to)]);
  const differing = differingTables(tables, others);
  if (differing.length > 0) throw shardsDiffer(from, to, differing);
  return tables;
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
  if (!isShard(open.env, fromShard) || !isShard(open.env, toShard))
    throw new Error(`A move between shards that are not bound: ${fromShard}, ${toShard}`);
  const { bookmark: _, ...newest } = open; // a replica may lag behind what is copied
  const actor = { kind: "system", job: "move" } as const;
  return {
    from: enterTenant(newest, { ...tenant, shard: fromShard }, actor),
    to: enterTenant(newest, { ...tenant, shard: toShard }, actor),
  };
}

/** Stops all writes; reads go on. */
const freeze: Piece = async ({ from, to }, move) => {
  await tablesOfBoth(from, from.tenant.shard, to.tenant.shard); // before the tenant is closed
  await prepareToReceive(to);
  await changeState(from, "active", "moving");
  for (const side of [from, to]) {
    const state = await findState(side);
    if (state !== "moving") throw shardNotReady(side.tenant.shard, state);
  }
  return { ...move, step: "copying" };
};

/** Goes through all tables page by page, on from where the last piece ended, and through a limited number of pages. */
const walk =
  (step: MoveStep, then: MoveStep, work: (both: Both, at: At) => Promise<void>): Piece =>
  async (both, move) => {
    const { from, to } = both;
    const tables = await tablesOfBoth(from, from.tenant.shard, to.tenant.shard);
    let { tableName, afterKey, rowsCopied } = move;
    for (let pages = 0; pages < PAGES; pages++) {
      const index = tableName === null ? 0 : tables.findIndex(({ name }) => name === tableName);
      const table = tables[index];
      if (!table) throw new Error(`A move has come to a table that does not exist: ${tableName}`);
      const after = afterKey;
      const page = await readPage(from, table, after, PAGE_ROWS);
      const isLast = page.rows.length < PAGE_ROWS;
      await work(both, { table, after, page, isLast });
      if (step === "copying") rowsCopied += page.rows.length;
      [tableName, afterKey] = [table.name, page.last && [...page.last]];
      if (!isLast) continue;
      [tableName, afterKey] = [tables[index + 1]?.name ?? null, null];
      if (tableName === null) return { ...move, step: then, tableName, afterKey, rowsCopied };
    }
    return { ...move, step, tableName, afterKey, rowsCopied };
  };

type At = { table: MovedTable; after: Move["afterKey"]; page: Page; isLast: boolean };

/** Rows that should not be on the new shard are found when the two are compared. */
const copy = walk("copying", "comparing", async ({ to }, { table, after, page, isLast }) => {
  if (page.rows.length > 0) await writePage(to, table, after, page, isLast);
});

/** Compares row by row and value by value. What jobs have dropped on one side since it was copied is copied once more. */
const compare = walk("comparing", "switching", async ({ to }, { table, after, page, isLast }) => {
  const same = async () => JSON.stringify(await readPage(to, table, after, PAGE_ROWS)) === JSON.stringify(page);
  if (await same()) return;
  await writePage(to, table, after, page, isLast);
  if (!(await same())) throw copyDiffers(table.name);
});

/**
 * Reads never stop, and nobody reads old rows: while neither shard takes writes, the directory changes; then the old shard refuses all
 * requests that still come to it; then the new shard takes writes.
 */
const switchOver: Piece = async ({ from, to }, move) => {
  if ((await findState(from)) === "active") return { ...move, step: "freezing" }; // the tenant was opened meanwhile: start again
  await flipDirectory(from, move);
  await changeState(from, "moving", "moved");
  await changeState(to, "moving", "active");
  forgetTenant(to.tenant.id);
  await announce(to.env, to.tenant);
  return { ...move, step: "clearing" };
};

/** Removes some rows of each table. Answers whether there were any. */
const remove = async (side: Ctx, state: "moved" | "moving"): Promise<boolean> =>
  (await removeRows(side, await movedTables(side, side.tenant.shard), state, PAGE_ROWS)) > 0;

const clear: Piece = async ({ from }, move) => ((await remove(from, "moved")) ? move : undefined);

const undo: Piece = async ({ from, to }, move) => {
  await changeState(from, "moving", "active");
  await prepareToReceive(to); // the move may have been cancelled before this
  if (await remove(to, "moving")) return move;
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
