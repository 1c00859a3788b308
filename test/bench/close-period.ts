import { type LocalDate, plusMonths } from "#/kernel/time.ts";
import type { Business } from "./business.ts";
import type { Servers } from "./servers.ts";

export type Close = {
  sales: number;
  technicians: number;
  ms: number[];
  trips: number;
  rowsRead: number;
  rowsWritten: number;
};

const TECHNICIANS = 50;

/** Closes a pay period that holds an entry for each sale, opens it again, and so on. */
export async function measureClose({ api, database }: Servers, business: Business, rounds: number): Promise<Close> {
  const { tenantId, headers, sales } = business;
  const ask = async (method: string, path: string, body?: unknown) => {
    const started = performance.now();
    const answer = await fetch(new URL(`/api/v1/admin/pay-periods${path}`, api), {
      method,
      headers: { "content-type": "application/json", ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    const cost = answer.headers.get("server-timing") ?? "";
    return { ms: performance.now() - started, cost, data: (JSON.parse(text) as { data: unknown }).data };
  };
  const start = plusMonths(`${new Date().toISOString().slice(0, 7)}-01` as LocalDate, -1);
  await ask("PUT", "/schedule", { frequency: "monthly", starts_on: start, pay_delay_days: 5 });
  const { data } = await ask("GET", `?date=${start}`);
  const [period] = (data as { items: { id: number }[] }).items;
  const shard = await database(business.shard);
  await shard
    .prepare(
      `insert into commission_entries select tenant_id, ?2, 1 + id % ${TECHNICIANS}, id, 1, ?2, commission_cents, 'commission', 10000, 'technician', created_at
       from sales where tenant_id = ?1`,
    )
    .bind(tenantId, start)
    .run();
  const closed: Awaited<ReturnType<typeof ask>>[] = [];
  for (let round = 0; round < rounds; round++) {
    closed.push(await ask("PATCH", `/${period?.id}/close`));
    await ask("PATCH", `/${period?.id}/reopen`, { reason: "the next round" });
  }
  const told = (name: string) => Number(new RegExp(`${name}=(\\d+)`).exec(closed[0]?.cost ?? "")?.[1]);
  return {
    sales,
    technicians: TECHNICIANS,
    ms: closed.map(({ ms }) => ms),
    trips: told("trips"),
    rowsRead: told("rows_read"),
    rowsWritten: told("rows_written"),
  };
}
