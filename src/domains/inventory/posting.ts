import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import type { Part } from "#/db/tenant/commit.ts";
import { must } from "#/db/tenant/guards.ts";
import type { DomainEvent } from "#/kernel/events.ts";
import { newId } from "#/kernel/ids.ts";
import { serialInStock, serialNotThere, stockChangedMeanwhile, tooMuchStock } from "./errors.ts";
import { lowStock } from "./events.ts";
import type { MoveKind } from "./kinds.ts";
import {
  changeLevels,
  changeSerials,
  changeTotals,
  type IssuedRow,
  insertMoves,
  type Row,
  type SerialRow,
  type Shared,
  takeMoves,
} from "./posting-repo.ts";
import { becomesLow } from "./rules.ts";
import type { StockPart } from "./tables.ts";

/** What changes at one location, by how much. All of it happens, or the commit is refused. */
export type Line = {
  partId: number;
  locationId: number;
  /** Null: nothing moves, only what is reserved or on order changes. */
  kind: MoveKind | null;
  quantityMilli?: number;
  /** What comes in is worth this; absent: the average of `averageOf`, or of the location. */
  valueCents?: number | null;
  averageOf?: number;
  /** Its value where there is no average. */
  fallbackCents?: number;
  reservedMilli?: number;
  onOrderMilli?: number;
  /** What must be left: nothing below zero on hand, or nothing of what others have reserved. Absent: anything. */
  floor?: "on_hand" | "available";
  /** What the mover itself has reserved there. */
  ownMilli?: number;
  /** What must be on hand before. */
  expectedMilli?: number;
  serials?: readonly string[];
};

export type Posting = {
  movementId?: string;
  jobId?: number | null | undefined;
  /** What causes it: `{ type: "purchase_order", id: 7 }`. */
  reference?: { type: string; id: string | number } | undefined;
  notes?: string | null | undefined;
  lines: readonly Line[];
  /** The parts as they were loaded, where one may become low: a change that makes one low without this is refused. */
  parts?: readonly StockPart[];
  /** What must hold of the pieces with serial numbers, and where they are then. */
  serials?: readonly SerialRow[];
  /** What the job must still have of each part. */
  issued?: readonly IssuedRow[];
};

type Texts = [rows: string, totals: string, serials: string];
const floors = { on_hand: 1, available: 2 } as const;

/**
 * What moving stock puts into a commit: moves, levels, totals and the event of each part that becomes low by it. Side by side with others it is refused with
 * `inventory.changed_meanwhile` where what was loaded no longer allows it: load again, and decide again (`stockRetry`).
 */
export function stockParts(ctx: Ctx, posting: Posting): Part & { movementId: string } {
  const { movementId = newId("stk"), parts = [], serials = [], issued = [] } = posting;
  const lines = merged(posting.lines);
  const changes = Map.groupBy(lines, ({ partId }) => partId);
  const loaded = new Map(parts.map((part) => [part.id, part]));
  const events: DomainEvent[] = [];
  const totals = [...changes].map(([partId, own]) => {
    const change = {
      onHandMilli: sumOf(own, "quantityMilli"),
      reservedMilli: sumOf(own, "reservedMilli"),
      onOrderMilli: sumOf(own, "onOrderMilli"),
    };
    const part = loaded.get(partId);
    const low = part !== undefined && becomesLow(part, change.onHandMilli + change.onOrderMilli - change.reservedMilli);
    if (low)
      events.push(
        lowStock({
          ...part,
          onHandMilli: part.onHandMilli + change.onHandMilli,
          reservedMilli: part.reservedMilli + change.reservedMilli,
          onOrderMilli: part.onOrderMilli + change.onOrderMilli,
        }),
      );
    return [
      ...[partId, change.onHandMilli, change.reservedMilli, change.onOrderMilli, low ? 1 : 0],
      ...(low ? [part.onHandMilli, part.reservedMilli, part.onOrderMilli] : []),
    ] as never;
  });
  const rows = lines.map(rowOf).toSorted((a, b) => Number(a[3] === 0) - Number(b[3] === 0));
  const n = rows.filter((row) => row[3] !== 0).length;
  const [rowText, totalText, serialText] = [rows, totals, serials].map((list) => JSON.stringify(list)) as Texts;
  const shared: Shared = {
    ...{ movementId, jobId: posting.jobId ?? null, notes: posting.notes ?? null },
    referenceType: posting.reference?.type ?? null,
    referenceId: posting.reference === undefined ? null : String(posting.reference.id),
    ...{ createdBy: actorName(ctx.actor), createdAt: ctx.now },
  };
  return {
    writes: [
      takeMoves(ctx, n, rowText, totalText, JSON.stringify(issued)),
      must(stockChangedMeanwhile()),
      ...(n > 0 ? [insertMoves(ctx, n, rowText, JSON.stringify(shared))] : []),
      changeLevels(ctx, n, rowText),
      changeTotals(ctx, totalText),
      ...(serials.length > 0 ? [changeSerials(ctx, serialText, ctx.now), must(pieceMoved(serials))] : []),
    ],
    events,
    refusals: { stock_levels_bounded: tooMuchStock() },
    movementId,
  };
}

/** Another request took a piece, or received one of the same number. */
function pieceMoved(serials: readonly SerialRow[]) {
  const names = serials.map(([, serial]) => serial).join(", ");
  return (serials.every(([, , standing]) => standing === "absent") ? serialInStock : serialNotThere)(names, {});
}

const rowOf = (line: Line): Row => [
  line.partId,
  line.locationId,
  line.kind,
  line.quantityMilli ?? 0,
  line.valueCents ?? null,
  line.averageOf ?? line.locationId,
  line.fallbackCents ?? 0,
  line.reservedMilli ?? 0,
  line.onOrderMilli ?? 0,
  line.floor ? floors[line.floor] : 0,
  line.ownMilli ?? 0,
  line.expectedMilli ?? null,
  line.serials?.length ? JSON.stringify(line.serials) : null,
];

type Summed = "quantityMilli" | "reservedMilli" | "onOrderMilli" | "fallbackCents";
const sumOf = (lines: readonly Line[], name: Summed): number => lines.reduce((sum, line) => sum + (line[name] ?? 0), 0);

/** Two lines of one part at one location are one: each must fit together with the other. */
function merged(lines: readonly Line[]): Line[] {
  const same = Map.groupBy(lines, ({ partId, locationId }) => `${partId}/${locationId}`);
  return [...same.values()].map(([first, ...others]) => {
    const all = [first as Line, ...others]; // a group is never empty
    if (others.length === 0) return first as Line;
    const hasValue = all.some(({ valueCents }) => valueCents != null);
    return {
      ...(first as Line),
      quantityMilli: sumOf(all, "quantityMilli"),
      reservedMilli: sumOf(all, "reservedMilli"),
      onOrderMilli: sumOf(all, "onOrderMilli"),
      fallbackCents: sumOf(all, "fallbackCents"),
      ...(hasValue && { valueCents: all.reduce((sum, line) => sum + (line.valueCents ?? line.fallbackCents ?? 0), 0) }),
      serials: all.flatMap(({ serials = [] }) => serials),
    };
  });
}

/** How often a request that others were faster than is decided again. */
const MOST_ATTEMPTS = 8;
const RETRIED = new Set(["inventory.changed_meanwhile", "stock_reservation.changed_meanwhile"]);

/** Runs load, decide, commit of stock, again where another request has changed what was loaded. */
export async function stockRetry<R>(attempt: () => Promise<R>): Promise<R> {
  for (let n = 1; ; n++)
    try {
      return await attempt();
    } catch (error) {
      if (n === MOST_ATTEMPTS || !isOvertaken(error)) throw error;
    }
}

const isOvertaken = (error: unknown): boolean =>
  error instanceof Error && "reason" in error && RETRIED.has(String(error.reason));
