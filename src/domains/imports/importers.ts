import type { Ctx } from "#/ctx.ts";
import type { Audit, Parts } from "#/db/tenant/commit.ts";
import { AppError } from "#/kernel/errors.ts";
import type { DomainEvent } from "#/kernel/events.ts";
import type { z } from "#/kernel/fields.ts";
import { parse } from "#/kernel/invalid.ts";
import { fromWire, type Inside } from "#/kernel/wire.ts";

/** A row whose cells were read. */
export type Row = { row: number; externalId: string | null; fields: Record<string, unknown> };
/** What a row puts into the commit of its slice. */
export type Plan = { parts: Parts; events?: readonly DomainEvent[]; audit?: Audit };
/** A row that makes something, is something that there is already and may tell more of it, or is refused. */
export type Outcome = Pick<Row, "row" | "externalId"> &
  ({ id: number; plan: Plan } | { known: number; plan?: Plan } | { refusal: AppError });
/** `isDry`: nothing will be made, so no id is taken. */
export type Importer = (ctx: Ctx, rows: readonly Row[], isDry: boolean) => Promise<Outcome[]>;

/** Judges a row; what refuses it is its outcome, and stops no other row. */
export function outcomeOf(
  { row, externalId }: Row,
  plan: () => { id: number; plan: Plan } | { known: number; plan?: Plan },
): Outcome {
  try {
    return { row, externalId, ...plan() };
  } catch (error) {
    if (!(error instanceof AppError) || error.kind === "internal") throw error;
    return { row, externalId, refusal: error };
  }
}

/** The fields of a row as the request that makes the same; refused by the rules of that request. */
export function requestOf<S extends z.ZodType>(schema: S, fields: Record<string, unknown>): Inside<z.output<S>> {
  return fromWire(schema, parse("invalid", schema, fields));
}

/** The ids of rows, of which the last was handed out; zeros where none were. */
export const idsUpTo = (last: number | undefined, n: number): number[] =>
  Array.from({ length: n }, (_, i) => (last === undefined ? 0 : last - n + 1 + i));

/** The different values of a field, as JSON. */
export const valuesOf = (rows: readonly Row[], field: string): string =>
  JSON.stringify([...new Set(rows.flatMap(({ fields }) => fields[field] ?? []))]);
