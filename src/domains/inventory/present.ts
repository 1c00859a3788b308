import { availableOf, averageOf, fromMilli } from "./rules.ts";
import { partRef } from "./schemas.ts";
import type { Move, Reservation, StockCount, StockPart } from "./tables.ts";

type Amounts = { onHandMilli: number; reservedMilli: number; onOrderMilli: number; valueCents: number };
const amountsOf = (level: Amounts) => ({
  onHand: fromMilli(level.onHandMilli),
  reserved: fromMilli(level.reservedMilli),
  available: fromMilli(availableOf(level)),
  onOrder: fromMilli(level.onOrderMilli),
  valueCents: level.valueCents,
  averageCostCents: averageOf(level.valueCents, level.onHandMilli),
  isNegative: level.onHandMilli < 0,
});

export type LevelOf = Amounts & { locationId: number };
export type StockRow = Pick<
  StockPart,
  "id" | "name" | "sku" | "unit" | "minStock" | "isLow" | "onHandMilli" | "reservedMilli" | "onOrderMilli"
> & { valueCents: number; levels: readonly LevelOf[] };

export const presentStock = (row: StockRow) => ({
  partId: row.id,
  part: partRef(row),
  ...amountsOf(row),
  minStock: row.minStock,
  isLow: row.isLow,
  locations: row.levels.map((level) => ({ locationId: level.locationId, ...amountsOf(level) })),
});

export const presentMove = (move: Move) => ({
  ...move,
  quantity: fromMilli(move.quantityMilli),
  unitCostCents: averageOf(move.valueCents, move.quantityMilli) ?? 0,
});

export const presentReservation = (row: Reservation) => ({
  ...row,
  requested: fromMilli(row.requestedMilli),
  quantity: fromMilli(row.quantityMilli),
});

export const presentCount = (row: StockCount) => ({
  ...row,
  differences: row.differences.map(({ partId, expectedMilli, countedMilli }) => ({
    partId,
    expected: fromMilli(expectedMilli),
    counted: fromMilli(countedMilli),
    difference: fromMilli(countedMilli - expectedMilli),
  })),
});
