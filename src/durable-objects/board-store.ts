import type { Position } from "#/domains/dispatch/index.ts";
import { opens, sessionEnds, type TicketHolder, type TicketLife } from "./board-tickets.ts";

// What a board keeps in its own SQLite: it outlives the object's memory, and no database trip is needed for it.

const TABLES = `
  create table if not exists positions (
    technician_id integer primary key, latitude real not null, longitude real not null, speed real, heading real,
    at text not null, flushed integer not null);
  create table if not exists tickets (
    hash text primary key, session_id text not null, holder text not null,
    issued_at integer not null, used_at integer, dropped_at integer) without rowid;
  create table if not exists revoked_sessions (session_id text primary key, until integer not null) without rowid;`;
const POSITION = "technician_id as technicianId, latitude, longitude, speed, heading, at";

export type StoredTicket = { holder: TicketHolder; life: TicketLife };

export function openStore({ sql, kv }: DurableObjectStorage) {
  sql.exec(TABLES);

  const one = <Row extends Record<string, SqlStorageValue>>(query: string, ...bindings: SqlStorageValue[]) =>
    sql.exec<Row>(query, ...bindings).toArray()[0];

  return {
    /** How far the outbox has been read. */
    cursor: (): number => kv.get<number>("cursor") ?? 0,
    setCursor: (seq: number): void => kv.put("cursor", seq),

    /** While the business is suspended. */
    isClosed: (): boolean => kv.get<boolean>("closed") ?? false,
    setClosed: (closed: boolean): void => kv.put("closed", closed),

    /** False when a newer one is known. */
    savePosition({ technicianId, latitude, longitude, speed, heading, at }: Position): boolean {
      const { rowsWritten } = sql.exec(
        `insert into positions values (?, ?, ?, ?, ?, ?, 0) on conflict (technician_id) do update set
           latitude = excluded.latitude, longitude = excluded.longitude, speed = excluded.speed,
           heading = excluded.heading, at = excluded.at, flushed = 0
         where excluded.at >= positions.at`,
        ...[technicianId, latitude, longitude, speed, heading, at],
      );
      return rowsWritten > 0;
    },
    positions: (): Position[] => sql.exec<Position>(`select ${POSITION} from positions`).toArray(),
    unflushedPositions: (): Position[] =>
      sql.exec<Position>(`select ${POSITION} from positions where flushed = 0`).toArray(),
    /** Whoever has moved again meanwhile stays unflushed. */
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
    /** The ticket, if it opens its stream now. */
    findTicket(hash: string, now: number): StoredTicket | undefined {
      const row = one<{ holder: string } & TicketLife>(
        `select holder, issued_at as issuedAt, used_at as usedAt, dropped_at as droppedAt from tickets where hash = ?`,
        hash,
      );
      if (!row || !opens(row, now)) return undefined;
      const { holder, ...life } = row;
      return { holder: JSON.parse(holder) as TicketHolder, life };
    },
    /** Shown at the door: if the stream does not follow, it counts as dropped at this moment. */
    markTicketUsed: (hash: string, now: number) =>
      sql.exec("update tickets set used_at = coalesce(used_at, ?1), dropped_at = ?1 where hash = ?2", now, hash),
    markTicketOpen: (hash: string) => sql.exec("update tickets set dropped_at = null where hash = ?", hash),
    markTicketDropped: (hash: string, now: number) =>
      sql.exec("update tickets set dropped_at = ? where hash = ?", now, hash),
    /** After the object has lost its memory and all streams with it. */
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
