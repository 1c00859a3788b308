import { type SQL, sql } from "drizzle-orm";
import type { Statement } from "./client.ts";

// What a commit does for each of many rows it can do for all of them by one statement over a JSON list: a statement costs a database more
// than a row does.

type Tenant = { tenant: { id: string } };
type Many<R> = (ctx: Tenant, rows: readonly R[]) => readonly Statement[];
type Place = "first" | "last";
type OneOfMany = { many: Many<unknown>; row: unknown; place: Place };

/**
 * Tells of a statement how the same is done for many rows: `forMany((ctx, rows) => statements)` makes `(statement, row) => statement`. In the place of
 * the first of them; or of the last, for what reads the rows that others write.
 */
export const forMany =
  <R>(many: Many<R>, place: Place = "first") =>
  <S extends Statement>(statement: S, row: R): S =>
    Object.assign(statement, { many, row, place });

/** Statements with those of a kind as one, in the place of the first or the last. A write with a guard behind it stays as it is. */
export function merged<W extends object>(ctx: Tenant, writes: readonly W[]): (W | Statement)[] {
  const kinds = writes.map((write, i) => (isOneOfMany(write) && !isGuard(writes[i + 1]) ? write.many : undefined));
  const places = Map.groupBy(writes.keys(), (i) => kinds[i]);
  return writes.flatMap((write, i): readonly (W | Statement)[] => {
    const kind = kinds[i];
    const same = places.get(kind) ?? [];
    if (!kind || same.length === 1) return [write];
    const rows = () => same.map((at) => (writes[at] as unknown as OneOfMany).row); // safe: of this kind
    const { place } = write as unknown as OneOfMany; // safe: of this kind
    return same.at(place === "first" ? 0 : -1) === i ? kind(ctx, rows()) : [];
  });
}

const isGuard = (write: object | undefined): boolean => write !== undefined && "must" in write;
const isOneOfMany = <W extends object>(write: W): write is W & OneOfMany => "many" in write;

/**
 * A JSON list as a table of which each row changes one of another by its id: `update ... from ${listed(text)} r`. Without the limit, SQLite may go the
 * other way round, and read the whole list for each row that the tenant has.
 */
export const listed = (text: string): SQL => sql`(select value from json_each(${text}) limit -1)`;

/** A parameter may have 2 MB; a character up to 3 bytes. */
const MOST_CHARACTERS = 500_000;

/** Values as JSON lists of which each can be a parameter. */
export function inTexts(values: readonly unknown[]): string[] {
  const texts: string[] = [];
  let text = "";
  for (const value of values.map((one) => JSON.stringify(one))) {
    if (text && text.length + value.length > MOST_CHARACTERS) {
      texts.push(`[${text}]`);
      text = "";
    }
    text += text ? `,${value}` : value;
  }
  return text ? [...texts, `[${text}]`] : texts;
}
