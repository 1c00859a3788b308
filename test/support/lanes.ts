import { sql } from "./back-door.ts";

type Where = { shard: string; tenantId: string };

/** A delivery that waits for its attempt, due at a time, with the lane that tells of it; with attempts made, that is when the lease of the last ends. */
export async function insertWaiting({ shard, tenantId }: Where, endpointId: number, dueAt: string, attempts = 0) {
  const id = `dlv_${crypto.randomUUID()}`;
  await sql(
    shard,
    `insert into webhook_deliveries (tenant_id, id, endpoint_id, sequence, event_id, event_type, body, status, attempt_count, attempts,
       next_attempt_at, created_at, updated_at)
     values (?1, ?2, ?3, 1000, 'evt_waiting', 'sale.created', '{"type":"sale.created"}', ?5, ?6, '[]', ?4, ?4, ?4)`,
    tenantId,
    id,
    endpointId,
    dueAt,
    attempts > 0 ? "sending" : "pending",
    attempts,
  );
  await sql(
    shard,
    `insert into webhook_lanes (tenant_id, id, status, runs, next_attempt_at, failures) values (?, ?, 'open', 0, ?, 0)
     on conflict do update set next_attempt_at = excluded.next_attempt_at`,
    tenantId,
    endpointId,
    dueAt,
  );
  return id;
}

/** Everything of a business that waits to be sent is long overdue. */
export async function makeOverdue({ shard, tenantId }: Where): Promise<void> {
  const long = "2026-01-01T00:00:00.000Z";
  const waiting =
    "update webhook_deliveries set next_attempt_at = ? where tenant_id = ? and status in ('pending', 'sending')";
  await sql(shard, waiting, long, tenantId);
  await sql(
    shard,
    "update webhook_lanes set next_attempt_at = ?, hold_until = null where tenant_id = ?",
    long,
    tenantId,
  );
}
