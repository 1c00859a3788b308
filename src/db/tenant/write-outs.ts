// SQLite keeps what a statement adds to a full-text index in memory, and writes it out when a later statement of the transaction opens a savepoint. That
// counts as changes of the later statement. A guard (guards.ts) opens one, so behind a write that hit no row it would see changes and not fire.
// So what waits is written out before a write with a guard; findings/fts5-changes-behind-a-write.sh shows it.

/** Opens a savepoint and does nothing else. */
export const WRITE_OUT = `insert into "must" select 'never' where 0`;

/** Writes to a table whose triggers keep a full-text index. */
const INDEXED = /^\s*(?:insert into|update|delete from) "?customers"?\s/i;
const GUARD = /^insert into "must"/;

/** The places of a batch's statements before which the full-text index must be written out: writes with a guard. */
export function writeOutsBefore(texts: readonly string[]): ReadonlySet<number> {
  const places = new Set<number>();
  let waits = false;
  for (const [i, text] of texts.entries()) {
    if (waits && GUARD.test(texts[i + 1] ?? "")) {
      places.add(i);
      waits = false;
    }
    if (INDEXED.test(text)) waits = true;
    else if (GUARD.test(text)) waits = false;
  }
  return places;
}
