import { readdirSync, readFileSync } from "node:fs";
import { constants, DatabaseSync, type StatementSync } from "node:sqlite";

// D1 for the simulation: SQLite in this process, in memory. What the code can see of it is as with D1 (sqlite-d1.test.ts compares them): a batch is
// one transaction, numbers bind as REAL, errors read the same.

/** `isRaw`: rows are arrays, in which columns of one name keep apart. */
export type Bound = { sql: string; params: readonly unknown[]; isRaw?: boolean };
type Known = { statement: StatementSync; answersRows: boolean };

const root = new URL("../../migrations/", import.meta.url).pathname;
const READS = /^\s*select\b/i;
const CONSTRAINT = 19;
const EXTENDED: Record<number, string> = {
  275: "SQLITE_CONSTRAINT_CHECK",
  1299: "SQLITE_CONSTRAINT_NOTNULL",
  1555: "SQLITE_CONSTRAINT_PRIMARYKEY",
  1811: "SQLITE_CONSTRAINT_TRIGGER",
  2067: "SQLITE_CONSTRAINT_UNIQUE",
};

/** The error that D1 throws where SQLite throws this one. */
function asD1(error: unknown): Error {
  const { message, errcode = 1 } = error as Error & { errcode?: number };
  const code =
    errcode % 256 === CONSTRAINT ? `SQLITE_CONSTRAINT (extended: ${EXTENDED[errcode] ?? errcode})` : "SQLITE_ERROR";
  return new Error(`D1_ERROR: ${message}: ${code}`, { cause: error });
}

export type Sqlite = ReturnType<typeof openSqlite>;

type Kind = "control" | "tenant";

function migrated(kind: Kind): DatabaseSync {
  const db = new DatabaseSync(":memory:");
  const files = readdirSync(root + kind).filter((name) => name.endsWith(".sql"));
  db.exec("create table d1_migrations (name text)");
  for (const file of files.toSorted()) {
    db.exec(readFileSync(`${root}${kind}/${file}`, "utf8"));
    db.prepare("insert into d1_migrations values (?)").run(file);
  }
  return db;
}

const WRITES: readonly number[] = [constants.SQLITE_INSERT, constants.SQLITE_UPDATE, constants.SQLITE_DELETE];

/** Tells which tables statements of a kind of database read and write, by their triggers too: SQLite says so itself when it compiles them. */
export function tablesOf(kind: Kind): (sql: string) => { read: ReadonlySet<string>; written: ReadonlySet<string> } {
  const db = migrated(kind);
  const [read, written] = [new Set<string>(), new Set<string>()];
  db.setAuthorizer((action, table) => {
    if (table !== null && action === constants.SQLITE_READ) read.add(table);
    if (table !== null && WRITES.includes(action)) written.add(table);
    return constants.SQLITE_OK;
  });
  const known = new Map<string, { read: ReadonlySet<string>; written: ReadonlySet<string> }>();
  return (sql) => {
    const found = known.get(sql);
    if (found) return found;
    for (const tables of [read, written]) tables.clear();
    db.prepare(sql);
    const tables = { read: new Set(read), written: new Set(written) };
    known.set(sql, tables);
    return tables;
  };
}

/** A migrated database. `reset` brings back what was there when `keep` was called. */
export function openSqlite(kind: Kind) {
  const db = migrated(kind);
  const known = new Map<string, Known>();
  const changes = db.prepare("select changes() n");
  let hasBegun = false;

  function prepared(sql: string, isRaw: boolean): Known {
    const key = isRaw ? `raw ${sql}` : sql;
    let found = known.get(key);
    if (!found) {
      const statement = db.prepare(sql);
      statement.setReturnArrays(isRaw);
      found = { statement, answersRows: statement.columns().length > 0 };
      known.set(key, found);
    }
    return found;
  }

  function runOne({ sql, params, isRaw = false }: Bound): D1Result {
    const { statement, answersRows } = prepared(sql, isRaw);
    const bound = params.map((param) => (typeof param === "boolean" ? Number(param) : param)) as (string | number)[];
    const results = answersRows ? statement.all(...bound) : [];
    const isRead = answersRows && READS.test(sql);
    const changed = isRead ? 0 : answersRows ? Number(changes.get()?.n) : Number(statement.run(...bound).changes);
    const meta = { changes: changed, rows_read: results.length, rows_written: 0, last_row_id: 0, duration: 0 };
    return { success: true, results, meta } as unknown as D1Result; // the part of it that is read anywhere
  }

  return {
    /** One transaction; one that is not kept answers as if it was. */
    run: (statements: readonly Bound[], { isKept = true } = {}): D1Result[] => {
      db.exec("savepoint batch");
      try {
        const results = statements.map(runOne);
        db.exec(isKept ? "release batch" : "rollback to batch; release batch");
        return results;
      } catch (error) {
        db.exec("rollback to batch; release batch");
        throw asD1(error);
      }
    },
    rows: <Row = Record<string, unknown>>(sql: string, ...params: unknown[]) =>
      runOne({ sql, params }).results as Row[],
    keep(): void {
      db.exec("begin");
      hasBegun = true;
    },
    reset(): void {
      if (hasBegun) db.exec("rollback; begin");
    },
  };
}

/** A binding whose calls go through `call`: the part of D1 that drizzle and `openTenantDb` use. */
export function bindingOf(call: (statements: readonly Bound[]) => Promise<D1Result[]>): D1Database {
  const statement = (bound: Bound) => {
    const run = async () => (await call([bound]))[0];
    return {
      ...bound,
      bind: (...params: unknown[]) => statement({ ...bound, params }),
      run,
      all: run,
      raw: async () => (await call([{ ...bound, isRaw: true }]))[0]?.results,
    };
  };
  const database = { prepare: (sql: string) => statement({ sql, params: [] }), batch: call };
  return database as unknown as D1Database;
}
