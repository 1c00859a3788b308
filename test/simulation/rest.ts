import { TENANT } from "./base.ts";
import { networkRests } from "./network-rules.ts";
import type { World } from "./world.ts";

/** The sweep leaves what is due to its own alarm for this long. */
const GRACE_MS = 21_000;

/** When the next piece of work is due that no message waits for: time jumps there, since all is quiet until then. */
export function nextDue({ rows, controlRows }: World): number {
  const due = [rows, controlRows].flatMap((read) => {
    const [row] = read<{ at: string | null }>(dueIn(read));
    return row?.at ? [Date.parse(row.at)] : [];
  });
  return due.length > 0 ? Math.min(...due) + GRACE_MS : 0;
}
const dueQueries = new Map<string, string>();
/** One query over all tables of a database that have due work. */
function dueIn(read: World["rows"]): string {
  const [found] = read<{ kind: string }>(
    "select name kind from sqlite_master where name in ('tenants', 'tenant_state')",
  );
  const kind = found?.kind ?? "";
  const known = dueQueries.get(kind);
  if (known) return known;
  const tables = read<{ name: string }>(
    `select t.name from sqlite_master t join pragma_table_info(t.name) c on c.name = 'next_attempt_at' where t.type = 'table'`,
  );
  const query = `select min(at) at from (${tables.map(({ name }) => `select min(next_attempt_at) at from ${name}`).join(" union all ")})`;
  dueQueries.set(kind, query);
  return query;
}

export const isAtRest = (world: World): boolean => networkRests(world) && isTold(world);
const isTold = ({ rows }: World): boolean =>
  rows("select 1 from webhook_deliveries where tenant_id = ? and status in ('pending', 'sending') limit 1", TENANT)
    .length === 0 &&
  rows(
    `select 1 from outbox_cursors c where consumer in ('webhooks', 'referrals')
      and seq < (select last_id from sequences s where s.tenant_id = c.tenant_id and entity = 'event')`,
  ).length === 0;
