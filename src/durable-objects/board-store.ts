import type { Position } from "#/kernel/position.ts";
import { opens, sessionEnds, type TicketHolder, type TicketLife } from "./board-tickets.ts";

// The board's state in the object's SQLite storage. It survives a loss of memory, and reading it needs no D1 query.

const TABLES = `
  create table if not exists positions (
    technician_id integer primary key, latitude real not null, longitude real not null, speed real, heading real, accuracy real,
    at text not null, flushed integer not null);
  create table if not exists trail (
    technician_id integer not null, at text not null, latitude real not null, longitude real not null, speed real, heading real,
    accuracy real, primary key (technician_id, at)) without rowid;
  create table if not exists tickets (
    hash text primary key, session_id text not null, holder text not null,
    issued_at integer not null, used_at integer, dropped_at integer) without rowid;
  drop table if exists revoked_sessions;
  create table if not exists refused (
    holder text primary key, made_before integer not null, until integer not null) without rowid;`;
const CURSOR_MS = 100;
const POSITION = "technician_id as technicianId, latitude, longitude, speed, heading, accuracy, at";

const TRAIL = "technician_id, latitude, longitude, speed, heading, accuracy, at";

/** After every instant, in milliseconds since 1970: all tokens of a holder are refused. */
export const FOR_EVER = 8.64e15;

export function openStore({ sql, kv }: DurableObjectStorage) {
  sql.exec(TABLES);
  const columns = sql.exec<{ name: string }>("select name from pragma_table_info('positions')").toArray();
  if (!columns.some(({ name }) => name === "accuracy")) sql.exec("alter table positions add column accuracy real"); // an older object

  let cursor = kv.get<number>("cursor") ?? 0;
  let cursorTimer: ReturnType<typeof setTimeout> | undefined;
  const saveCursor = (): void => {
    clearTimeout(cursorTimer);
    cursorTimer = undefined;
    kv.put("cursor", cursor);
  };
  /** The last position of each technician, as the table has it or is about to have it. */
  let known: Map<number, Position> | undefined;
  const positions = (): Map<number, Position> => {
    known ??= new Map(
      sql
        .exec<Position>(`select ${POSITION} from positions`)
        .toArray()
        .map((position) => [position.technicianId, position]),
    );
    return known;
  };

  const one = <Row extends Record<string, SqlStorageValue>>(query: string, ...bindings: SqlStorageValue[]) =>
    sql.exec<Row>(query, ...bindings).toArray()[0];

  return {
    /** Sequence number of the last outbox event that the board has read. */
    cursor: (): number => cursor,
    /** Stored a moment later: what is sent waits for what is stored, and an older cursor only makes the board read on from there. */
    setCursor(seq: number): void {
      cursor = seq;
      cursorTimer ??= setTimeout(saveCursor, CURSOR_MS);
    },
    /** Stores what is still to be stored. */
    settle: (): void => {
      if (cursorTimer !== undefined) saveCursor();
    },

    /** True while the business is suspended. */
    isClosed: (): boolean => kv.get<boolean>("closed") ?? false,
    setClosed: (closed: boolean): void => kv.put("closed", closed),

    /** Notes a position in memory, for `savePosition` to store. Returns false if a newer one is known. */
    notePosition(position: Position): boolean {
      const before = positions().get(position.technicianId);
      if (before && before.at > position.at) return false;
      positions().set(position.technicianId, position);
      return true;
    },
    savePosition({ technicianId, latitude, longitude, speed, heading, accuracy, at }: Position): void {
      sql.exec(
        `insert into positions (technician_id, latitude, longitude, speed, heading, accuracy, at, flushed)
         values (?, ?, ?, ?, ?, ?, ?, 0) on conflict (technician_id) do update set
           latitude = excluded.latitude, longitude = excluded.longitude, speed = excluded.speed,
           heading = excluded.heading, accuracy = excluded.accuracy, at = excluded.at, flushed = 0
         where excluded.at >= positions.at`,
        ...[technicianId, latitude, longitude, speed, heading, accuracy, at],
      );
    },
    positions: (): Position[] => [...positions().values()],
    positionOf: (technicianId: number): Position | undefined => positions().get(technicianId),
    unflushedPositions: (): Position[] =>
      sql.exec<Position>(`select ${POSITION} from positions where flushed = 0`).toArray(),
    /** Positions that changed during the flush stay unflushed. */
    markFlushed(positions: readonly Position[]): void {
      for (const { technicianId, at } of positions)
        sql.exec("update positions set flushed = 1 where technician_id = ? and at = ?", technicianId, at);
    },

    /** A point that the trail of a job may want; the flush finds out which. */
    saveToTrail({ technicianId, latitude, longitude, speed, heading, accuracy, at }: Position): void {
      sql.exec(
        `insert or replace into trail (${TRAIL}) values (?, ?, ?, ?, ?, ?, ?)`,
        ...[technicianId, latitude, longitude, speed, heading, accuracy, at],
      );
    },
    /** The next points that no flush has taken yet. */
    trail: (limit: number): Position[] => sql.exec<Position>(`select ${POSITION} from trail limit ?`, limit).toArray(),
    dropFromTrail(points: readonly Position[]): void {
      for (const { technicianId, at } of points)
        sql.exec("delete from trail where technician_id = ? and at = ?", technicianId, at);
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
    /** Call after a restart: a restart ends all streams. Sockets may outlive it, and their tickets are still `open`. */
    markTicketsDropped: (now: number, open: readonly string[]) =>
      sql.exec(
        "update tickets set dropped_at = ? where used_at is not null and dropped_at is null and hash not in (select value from json_each(?))",
        ...[now, JSON.stringify(open)],
      ),

    /** From now on refuses the tokens of a session, or an API key, that were made before this time. It only ever moves on. */
    refuse(holder: string, madeBefore: number, until: number, now: number): void {
      sql.exec("delete from refused where until < ?", now);
      sql.exec(
        `insert into refused values (?, ?, ?) on conflict (holder) do update set
           made_before = max(made_before, excluded.made_before), until = excluded.until`,
        ...[holder, madeBefore, until],
      );
    },
    /** How far back tokens of this holder are refused, in milliseconds since 1970; 0: none is. */
    refusedBefore: (holder: string): number =>
      one<{ before: number }>("select made_before as before from refused where holder = ?", holder)?.before ?? 0,
  };
}
export type Store = ReturnType<typeof openStore>;
