import { sql } from "./back-door.ts";
import type { Business } from "./client.ts";
import { columnsOf } from "./tables.ts";

// A day of more jobs than a test can make by requests.

const COPIES = 2_000_000;

/** Copies a job, scattered over some 40 kilometres; `behind`: the number of copies before them. */
export async function copyJobs(
  { tenantId, shard }: Pick<Business, "tenantId" | "shard">,
  id: number,
  copies: number,
  behind = 0,
  run: typeof sql = sql,
): Promise<void> {
  const vary: Record<string, string> = {
    id: `${COPIES + behind} + n`,
    job_number: `${COPIES + behind} + n`,
    service_latitude: "27.8 + ((n * 7919) % 1000) / 2500.0",
    service_longitude: "-82.6 + ((n * 104729) % 1000) / 2500.0",
  };
  const columns = columnsOf("dispatch_jobs").map(({ name }) => name);
  await run(
    shard,
    `with recursive series(n) as (select 1 union all select n + 1 from series where n < ?3)
     insert into dispatch_jobs (${columns.join()})
     select ${columns.map((column) => vary[column] ?? column).join()} from series cross join dispatch_jobs where tenant_id = ?1 and id = ?2`,
    tenantId,
    id,
    copies,
  );
  for (const entity of ["dispatch_job", "dispatch_job/pending"])
    await run(shard, "update counters set n = n + ? where tenant_id = ? and entity = ?", copies, tenantId, entity);
}
