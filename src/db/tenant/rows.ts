import { Column, is, SQL } from "drizzle-orm";

/** A result column as drizzle describes it: where its value goes, and what it is. */
export type Field = { path: string[]; field: unknown };
type Decode = (value: unknown) => unknown;
type Decoder = { mapFromDriverValue: Decode };

/**
 * Maps rows as D1 answers them (columns in the order of the select) to objects as the schema names them. Drizzle's own mapper looks up the
 * kind of every value of every row, which costs more than serialising the whole page. Undefined for nested selections: those are left to it.
 */
export function rowMapper(fields: readonly Field[]): ((rows: readonly object[]) => unknown[]) | undefined {
  if (fields.some(({ path }) => path.length !== 1)) return undefined;
  const columns = fields.map(({ path: [name = ""], field }) => ({ name, decode: decodeOf(field) }));
  const blank: Record<string, unknown> = Object.fromEntries(columns.map(({ name }) => [name, null]));
  return (rows) =>
    rows.map((row) => {
      const mapped = { ...blank }; // a copy has its shape from the start, which is cheaper than growing one name after the other
      const values: unknown[] = Object.values(row);
      for (let i = 0; i < columns.length; i++) {
        const { name, decode } = columns[i] as (typeof columns)[number]; // i is below its length
        const value = values[i];
        mapped[name] = decode && value !== null ? decode(value) : value;
      }
      return mapped;
    });
}

/** How a value is decoded, or nothing where it is taken as it is. */
function decodeOf(field: unknown): Decode | undefined {
  const decoder = decoderOf(field);
  return decoder.mapFromDriverValue === Column.prototype.mapFromDriverValue
    ? undefined
    : (value) => decoder.mapFromDriverValue(value);
}

function decoderOf(field: unknown): Decoder {
  if (is(field, Column)) return field;
  const expression = is(field, SQL.Aliased) ? field.sql : field;
  return (expression as { decoder: Decoder }).decoder; // an SQL expression; drizzle does not publish this field
}
