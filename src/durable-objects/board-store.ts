import type { Position } from "#/domains/dispatch/index.ts";
import { opens, sessionEnds, type TicketHolder, type TicketLife } from "./board-tickets.ts";

// The board's state in the object's SQLite storage. It survives a loss of memory, and reading it needs no D1 query.

const TABLES = `
  create table if not exists positions (
    technician_id integer primary key, latitude real not null, longitude real not null, speed real, heading real, accuracy real,
    at text not null, flushed integer not null);
  create table if not exists tickets (
    hash text primary key, session_id text not null, holder text not null,
    issued_at integer not null, used_at integer, dropped_at integer) without rowid;
  create table if not exists revoked_sessions (session_id text primary key, until integer not null) without rowid;`;
const POSITION = "technician_id as technicianId, latitude, longitude, speed, heading, accuracy, at";

export function openStore({ sql, kv }: DurableObjectStorage) {
  sql.exec(TABLES);
  const known = sql.exec<{ name: string }>("select name from pragma_table_info('positions')").toArray();
  if (!known.some(({ name }) => name === "accuracy")) sql.exec("alter table positions add column accuracy real"); // an older object

  const one = <Row extends Record<string, SqlStorageValue>>(query: string, ...bindings: SqlStorageValue[]) =>
    sql.exec<Row>(query, ...bindings).toArray()[0];

  return {
    /** Sequence number of the last outbox event that the board has read. */
    cursor: (): number => kv.get<number>("cursor") ?? 0,
    setCursor: (seq: number): void => kv.put("cursor", seq),

    /** True while the business is suspended. */
    isClosed: (): boolean => kv.get<boolean>("closed") ?? false,
    setClosed: (closed: boolean): void => kv.put("closed", closed),

    /** Saves a position. Returns false if the store has a newer one. */
    savePosition({ technicianId, latitude, longitude, speed, heading, accuracy, at }: Position): boolean {
      const { rowsWritten } = sql.exec(
        `insert into positions (technician_id, latitude, longitude, speed, heading, accuracy, at, flushed)
         values (?, ?, ?, ?, ?, ?, ?, 0) on conflict (technician_id) do update set
           latitude = excluded.latitude, longitude = excluded.longitude, speed = excluded.speed,
           heading = excluded.heading, accuracy = excluded.accuracy, at = excluded.at, flushed = 0
         where excluded.at >= positions.at`,
        ...[technicianId, latitude, longitude, speed, heading, accuracy, at],
      );
      return rowsWritten > 0;
    },
    positions: (): Position[] => sql.exec<Position>(`select ${POSITION} from positions`).toArray(),
    unflushedPositions: (): Position[] =>
      sql.exec<Position>(`select ${POSITION} from positions where flushed = 0`).toArray(),
    /** Positions that changed during the flush stay unflushed. */
    markFlushed(positions: readonly Position[]): void {
      for (const { technicianId, at } of positions)
        sql.exec("update positions set flushed = 1 where technician_id = ? and at = ?", technicianId, at);
    },

    saveTicket(hash: string, holder: TicketHolder, issuedAt: number): void {
      sql.exec("delete from tickets where issued_at < ?", issuedAt - sessionEnds(0));
      sql.exec(
        "insert into tickets (hash, session_id, holder, issued_at) values (?, ?, ?, ?)",
        ...[hash, holder.sessionId, JSON.stringify(holder), issuedAt],
      );
    },
    /** The ticket, if it is valid now. */
    findTicket(hash: string, now: number): { holder: TicketHolder; life: TicketLife } | undefined {
      const row = one<{ holder: string } & TicketLife>(
        `select holder, issued_at as issuedAt, used_at as usedAt, dropped_at as droppedAt from tickets where hash = ?`,
        hash,
      );
      if (!row || !opens(row, now)) return undefined;
      const { holder, ...life } = row;
      return { holder: JSON.parse(holder) as TicketHolder, life };
    },
    /** Counts the ticket as dropped until `markTicketOpen`, because the stream may fail to open. */
    markTicketUsed: (hash: string, now: number) =>
      sql.exec("update tickets set used_at = coalesce(used_at, ?1), dropped_at = ?1 where hash = ?2", now, hash),
    markTicketOpen: (hash: string) => sql.exec("update tickets set dropped_at = null where hash = ?", hash),
    markTicketDropped: (hash: string, now: number) =>
      sql.exec("update tickets set dropped_at = ? where hash = ?", now, hash),
    /** Call after a restart: a restart ends all streams. */
    markAllTicketsDropped: (now: number) =>
      sql.exec("update tickets set dropped_at = ? where used_at is not null and dropped_at is null", now),

    revokeSession(sessionId: string, until: number, now: number): void {
      sql.exec("delete from revoked_sessions where until < ?", now);
      sql.exec("insert or replace into revoked_sessions values (?, ?)", sessionId, until);
      sql.exec("delete from tickets where session_id = ?", sessionId);
    },
    isRevoked: (sessionId: string): boolean =>
      one("select 1 from revoked_sessions where session_id = ?", sessionId) !== undefined,
  };
}
export type Store = ReturnType<typeof openStore>;
