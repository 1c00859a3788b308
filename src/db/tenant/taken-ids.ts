import type { Ctx } from "#/ctx.ts";
import { AppError } from "#/kernel/errors.ts";
import { Frozen } from "#/kernel/frozen.ts";
import { type Compiled, compile, type Statement } from "./client.ts";

// A create that must read nothing first takes its id inside its own commit, which saves a trip. Until then a stand-in is the id: a random
// negative number that no text of a user can guess. In each statement of the batch SQL puts the id in its place, wherever the stand-in
// is a parameter or part of one (a row, an answer, an event, an audit entry); afterwards the answer gets it too.

/** An id that a commit takes from a sequence. */
export type TakenId = { sequence: string; standIn: number };

/** A number that stands for an id until a commit has taken it. */
export function newStandIn(): number {
  const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
  return -(1e15 + (high % 2 ** 20) * 2 ** 32 + low); // 16 digits, exact in a double
}

export const isStandIn = (id: unknown): id is number => typeof id === "number" && id < 0;

/** Whether a text has a stand-in in it. */
export const holdsStandIn = (value: unknown): boolean => typeof value === "string" && /-\d{16}(?!\d)/.test(value);

const LAST_ID = "(select last_id from sequences where tenant_id = ? and entity = ?)";

/** The statement with the taken ids in place of their stand-ins. Runs behind the statement that takes them. */
export function withTakenIds(ctx: Ctx, statement: Statement, taken: readonly TakenId[]): Statement {
  const filled = {
    _prepare(): Compiled {
      const inner = compile(statement);
      return { ...inner, getQuery: () => fill(ctx, inner.getQuery(), taken) };
    },
  };
  return filled as unknown as Statement; // the part of a statement that a batch uses
}

function fill(ctx: Ctx, query: { sql: string; params: unknown[] }, taken: readonly TakenId[]) {
  const standIns = query.params.map((param) => taken.filter(({ standIn }) => holds(param, standIn)));
  if (standIns.every((found) => found.length === 0)) return query;
  const texts = query.sql.split("?");
  // a question mark in a statement is always a parameter
  if (texts.length !== query.params.length + 1)
    throw new AppError("internal", "ids.unplaceable", `Parameters cannot be told apart: ${query.sql}`);
  const params: unknown[] = [];
  let sql = texts[0] ?? "";
  query.params.forEach((param, i) => {
    let place = "?";
    params.push(...(typeof param === "number" && standIns[i]?.length ? [] : [param]));
    for (const { sequence, standIn } of standIns[i] ?? []) {
      place = typeof param === "number" ? LAST_ID : `replace(${place}, ?, ${LAST_ID})`;
      params.push(...(typeof param === "number" ? [] : [String(standIn)]), ctx.tenant.id, sequence);
    }
    sql += place + texts[i + 1];
  });
  return { sql, params };
}

const holds = (param: unknown, standIn: number): boolean =>
  param === standIn || (typeof param === "string" && param.includes(String(standIn)));

/** Whether a value names one of these stand-ins. */
export function holdsAny(value: unknown, taken: readonly TakenId[]): boolean {
  if (taken.length === 0) return false;
  const text = JSON.stringify(value);
  return taken.some(({ standIn }) => text.includes(String(standIn)));
}

const unreadable = () =>
  new AppError("internal", "ids.unreadable", "The audit entries do not tell the ids that their commit took.");

/** A value with the ids that were taken in place of their stand-ins, at any depth. */
export function settled<T>(value: T, ids: ReadonlyMap<number, number>): T {
  if (typeof value === "number") {
    const id = ids.get(value) ?? value;
    if (Number.isNaN(id)) throw unreadable();
    return id as T;
  }
  if (typeof value === "string") return settledText(value, ids) as T;
  if (Array.isArray(value)) return value.map((item) => settled(item, ids)) as T;
  if (typeof value !== "object" || value === null || value instanceof Frozen) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, settled(field, ids)])) as T;
}

/** A JSON text with the ids that were taken in place of their stand-ins: what `replace` makes of it in SQL. */
export const settledText = (text: string, ids: ReadonlyMap<number, number>): string =>
  [...ids].reduce((settling, [standIn, id]) => {
    if (Number.isNaN(id) && settling.includes(String(standIn))) throw unreadable();
    return settling.replaceAll(String(standIn), String(id));
  }, text);

/**
 * The ids that a commit took, read off what it has stored: `made` is the text with the stand-ins, `stored` the one with the ids. What they do not
 * name is not a number, and must not be answered.
 */
export function idsFrom(made: string, stored: string, taken: readonly TakenId[]): Map<number, number> {
  const ids = new Map<number, number>();
  const byPlace = taken.toSorted((a, b) => made.indexOf(String(a.standIn)) - made.indexOf(String(b.standIn)));
  for (const { standIn } of byPlace) {
    const at = settledText(made, ids).indexOf(String(standIn));
    ids.set(standIn, at < 0 ? Number.NaN : Number.parseInt(stored.slice(at), 10));
  }
  if (settledText(made, ids) !== stored) throw unreadable();
  return ids;
}
