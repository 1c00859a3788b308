import { ON_BOARD } from "#/durable-objects/stubs.ts";
import { brokenRulesNow } from "../support/invariants.ts";
import { HOSTS, TENANT } from "./base.ts";
import type { Call } from "./clients.ts";
import { type Change, type SaleAct, type SaleRow, wrongVersions, wrongWithSale } from "./model.ts";
import { networkVerdict } from "./network-rules.ts";
import type { World } from "./world.ts";

// What is judged when all is quiet again: every answer that a client was given against the rows, every event against what its receivers got.

/** An accepted message is not sent again before its lease can have run out: only a lost outcome may bring it back. */
const LEASE_MS = 30_000;

export function verdict(world: World, calls: readonly Call[]): string[] {
  return [
    ...brokenRulesNow(world.rows, TENANT),
    ...wrongAnswers(world, calls),
    ...wrongDeliveries(world),
    ...wrongBoard(world),
    ...networkVerdict(world, calls),
  ];
}

/** Whether a job came with a referral: those are judged with the network. */
const isReferred = (id: string): string =>
  `coalesce(${id} in (select job_id from offered_referrals where tenant_id = '${TENANT}' and job_id > 0), 0)`;

function wrongAnswers(world: World, calls: readonly Call[]): string[] {
  const { rows } = world;
  const wrong: string[] = [];
  const sales = new Map<number, Change<SaleAct, SaleRow>[]>();
  const jobs = new Map<number, Change<undefined, { version: number }>[]>();
  const audited = rows<{ key: string; n: number }>(
    `select key, max(n) n from (select request_id key, count(*) n from audit_log where request_id like 'key-%'
      group by tenant_id, request_id, entity, action) group by key`,
  );
  const effects = new Map(audited.map(({ key, n }) => [key, n]));
  for (const { name, key, answer, of, act } of calls) {
    const n = effects.get(key) ?? 0;
    if (!answer) wrong.push(`${name} was never answered`);
    else if (n > 1) wrong.push(`${name} was carried out ${n} times`);
    else if ("refusal" in answer && n > 0) wrong.push(`${name} was refused (${answer.refusal}), and carried out`);
    else if ("body" in answer && n === 0 && of?.id === 0) wrong.push(`${name} was answered, and not carried out`);
    if (n !== 1 || !answer || !("body" in answer) || !of) continue;
    const row = JSON.parse(answer.body) as SaleRow;
    if (of.kind === "sale" && act) sales.set(row.id, [...(sales.get(row.id) ?? []), { name, act, row }]);
    if (of.kind === "job") jobs.set(row.id, [...(jobs.get(row.id) ?? []), { name, act: undefined, row }]);
  }
  const found = rows<SaleRow & { cents: number | null; voidedFlag: number }>(
    `select id, version, sale_price_cents salePriceCents, commission_cents commissionCents, paid_cents paidCents, refunded_cents refundedCents,
      payment_status paymentStatus, approval_status approvalStatus, voided voidedFlag,
      (select sum(amount_cents) from commission_entries e where e.tenant_id = s.tenant_id and e.sale_id = s.id) cents
      from sales s where tenant_id = ?`,
    TENANT,
  );
  for (const { cents, voidedFlag, ...row } of found)
    wrong.push(...wrongWithSale(sales.get(row.id) ?? [], { ...row, voided: voidedFlag === 1 }, cents ?? 0));
  if (found.length !== sales.size) wrong.push(`there are ${found.length} sales, and ${sales.size} were answered`);
  const standing = rows<{ id: number; version: number }>(
    `select id, version from dispatch_jobs where tenant_id = ? and recurrence is null and series_id is null and not ${isReferred("id")}`,
    TENANT,
  );
  for (const { id, version } of standing) wrong.push(...wrongVersions(`job ${id}`, jobs.get(id) ?? [], version));
  if (standing.length !== jobs.size) wrong.push(`there are ${standing.length} jobs, and ${jobs.size} were answered`);
  // every change of a sale or job tells one event of itself; recording tells of its commission too
  const told = rows<{ n: number }>(
    `select count(*) n from outbox where tenant_id = ? and seq > ?
      and (type glob 'sale.*' or (type glob 'dispatch.*' and not ${isReferred("data ->> 'id'")}))`,
    ...[TENANT, world.firstSeq],
  );
  const changes = [...sales.values(), ...jobs.values()].flat().length + seriesEvents(world);
  if (told[0]?.n !== changes) wrong.push(`there were ${changes} changes, and ${told[0]?.n} events tell of them`);
  return wrong;
}

const seriesEvents = ({ rows, firstSeq }: World): number =>
  rows<{ n: number }>(
    `select count(*) n from outbox o join dispatch_jobs j on j.tenant_id = o.tenant_id and j.id = o.data ->> 'id' and j.series_id is not null
      where o.tenant_id = ? and o.type glob 'dispatch.*' and o.seq > ?`,
    ...[TENANT, firstSeq],
  )[0]?.n ?? 0;

type Row = { id: string; host: string; eventId: string; status: string; attempts: number };

function wrongDeliveries({ rows, receivers, gone }: World): string[] {
  const wrong: string[] = [];
  const deliveries = rows<Row>(
    `select d.id, e.url host, d.event_id eventId, d.status, d.attempt_count attempts from webhook_deliveries d
      join webhook_endpoints e on e.tenant_id = d.tenant_id and e.id = d.endpoint_id where d.tenant_id = ?`,
    TENANT,
  );
  const ours = receivers.posts.filter(({ host }) => host !== HOSTS.referrer);
  const posts = Map.groupBy(ours, ({ host, messageId }) => `${host} ${messageId}`);
  for (const { host: url, eventId, status, attempts } of deliveries) {
    const { host } = new URL(url);
    const got = posts.get(`${host} ${eventId}`) ?? [];
    const what = `${eventId} for ${host}`;
    if (status === "pending" || status === "sending") wrong.push(`${what} still waits`);
    if (status === "delivered" && !got.some(({ isThanked }) => isThanked))
      wrong.push(`${what} is delivered, and nobody got it`);
    else if (status !== "delivered" && !gone.has(host)) wrong.push(`${what} is ${status}`);
    if (got.length > attempts) wrong.push(`${what} was sent ${got.length} times in ${attempts} attempts`);
    const accepted = got.filter(({ isThanked }) => isThanked);
    for (const [i, post] of accepted.entries()) {
      const next = accepted[i + 1];
      if (next && next.at - post.at < LEASE_MS)
        wrong.push(`${what} was sent again ${next.at - post.at} ms after it was accepted`);
    }
  }
  const known = new Set(deliveries.map(({ host, eventId }) => `${new URL(host).host} ${eventId}`));
  for (const key of posts.keys()) if (!known.has(key)) wrong.push(`${key} was sent, and no delivery tells of it`);
  const behind = rows<{ consumer: string }>(
    `select consumer from outbox_cursors c where seq < (select last_id from sequences s where s.tenant_id = c.tenant_id and entity = 'event')`,
  );
  for (const { consumer } of behind) wrong.push(`${consumer} has not read all events`);
  if (deliveries.length === 0 && rows("select 1 from sales where tenant_id = ?", TENANT).length > 0)
    wrong.push("there are sales, and nobody is told of them");
  return wrong;
}

function wrongBoard({ rows, board, firstSeq }: World): string[] {
  const expected = rows<{ seq: number }>(
    `select seq from outbox where tenant_id = ? and seq > ? and (type glob '${ON_BOARD.area}*'
     or type in (select value from json_each(?))) order by seq`,
    ...[TENANT, firstSeq, JSON.stringify(ON_BOARD.types)],
  ).map(({ seq }) => seq);
  return expected.join() === board.seen.join()
    ? []
    : [`the board has shown the events ${board.seen.join(", ")} and not ${expected.join(", ")}`];
}
