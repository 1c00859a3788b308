import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { readArguments } from "#/tools/usage.ts";
import { type Business, openBusiness } from "./business.ts";
import { type Servers, startServers } from "./servers.ts";

const USAGE = `npm run bench:webhooks [-- --seconds 20] [--backlog 10000]

Twenty webhook endpoints of which two never answer. Prints how long it takes from a commit to the first attempt at 50 events
a second, how fast a backlog is drained beside a naive consumer that awaits each delivery, and how evenly.`;

const { values } = readArguments(USAGE, {
  options: { seconds: { type: "string", default: "20" }, backlog: { type: "string", default: "10000" } },
});
const [SECONDS, BACKLOG] = [Number(values.seconds), Number(values.backlog)];
const [ENDPOINTS, HANGING, PER_SECOND, ANSWER_MS] = [20, 2, 50, 20];
/** Each event goes to the endpoints of its kind: five of the twenty. */
const KINDS = ["item.created", "item.updated", "customer.created", "customer.updated"];
const NAIVE = 300;

/** What came in at an endpoint: the id of the event, its body, and when. */
type Arrival = { endpoint: number; event: string; at: number };

async function openReceivers() {
  const arrivals: Arrival[] = [];
  const keyed = new Map<string, number>();
  const onPost = async (req: IncomingMessage, answer: () => void) => {
    const at = performance.now();
    const endpoint = Number(req.url?.slice(1));
    const body = JSON.parse(await text(req)) as { id: string; type: string; data: { id?: number; version?: number } };
    arrivals.push({ endpoint, event: body.id, at });
    const key = `${endpoint} ${body.type} ${body.data.id} ${body.data.version}`;
    if (!keyed.has(key)) keyed.set(key, at);
    if (endpoint >= HANGING) setTimeout(answer, ANSWER_MS);
  };
  const http = createServer((req, res) => void onPost(req, () => res.writeHead(204).end()));
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const close = () => {
    http.close();
    http.closeAllConnections();
  };
  return { url, arrivals, keyed, close };
}
type Receivers = Awaited<ReturnType<typeof openReceivers>>;

const caller =
  ({ api }: Servers, { headers }: Business) =>
  async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(new URL(`/api/v1${path}`, api), {
      method,
      headers: { ...headers, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return ((await answer.json()) as { data: { id: number; version: number } }).data;
  };

async function subscribed(servers: Servers, receivers: Receivers) {
  const business = await openBusiness(servers, { sales: 1, jobs: 1 });
  const call = caller(servers, business);
  const ids: number[] = [];
  for (let i = 0; i < ENDPOINTS; i++)
    ids.push(
      (await call("POST", "/admin/webhooks", { url: `${receivers.url}/${i}`, events: [KINDS[i % KINDS.length]] })).id,
    );
  return { business, call, ids };
}

const quantile = (sorted: readonly number[], q: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;

/** Milliseconds from the answer to a write, which has been committed by then, to the first attempt at each endpoint that answers. */
async function latencies(servers: Servers, receivers: Receivers): Promise<{ sorted: number[]; lost: number }> {
  const { call } = await subscribed(servers, receivers);
  const [item, customer] = [
    await call("POST", "/admin/items", { name: "A", sku: "A", list_price_cents: 1 }),
    await call("POST", "/admin/customers", { name: "A" }),
  ];
  await sleep(1000);
  const times: number[] = [];
  const commits: { kind: number; id: number; version: number; at: number }[] = [];
  let changing: Promise<unknown> = Promise.resolve();
  const write = async (n: number) => {
    const kind = n % KINDS.length;
    const send = (): Promise<{ id: number; version: number }> => {
      if (kind === 0) return call("POST", "/admin/items", { name: `I ${n}`, sku: `I-${n}`, list_price_cents: n });
      if (kind === 2) return call("POST", "/admin/customers", { name: `C ${n}` });
      return kind === 1
        ? call("PATCH", `/admin/items/${item.id}`, { list_price_cents: n + 2 })
        : call("PATCH", `/admin/customers/${customer.id}`, { name: `C ${n}` });
    };
    // two changes of one thing at a time would refuse each other
    const turn = kind % 2 === 1 ? changing.then(send) : send();
    if (kind % 2 === 1) changing = turn.catch(() => undefined);
    const { id, version } = await turn;
    commits.push({ kind, id, version, at: performance.now() });
  };
  const writes: Promise<void>[] = [];
  const started = performance.now();
  for (let n = 0; n < SECONDS * PER_SECOND; n++) {
    await sleep(Math.max(0, started + (n * 1000) / PER_SECOND - performance.now()));
    writes.push(write(n));
  }
  await Promise.all(writes);
  await sleep(3000);
  let lost = 0;
  for (const { kind, id, version, at } of commits)
    for (let endpoint = HANGING; endpoint < ENDPOINTS; endpoint++) {
      if (endpoint % KINDS.length !== kind) continue;
      const arrived = receivers.keyed.get(`${endpoint} ${KINDS[kind]} ${id} ${version}`);
      if (arrived === undefined) lost++;
      else times.push(Math.max(arrived - at, 0));
    }
  return { sorted: times.toSorted((a, b) => a - b), lost };
}

/** Makes deliveries wait for these endpoints, as if all had been closed. */
async function makeBacklog(
  servers: Servers,
  { tenantId, shard }: Business,
  ids: readonly number[],
  n: number,
): Promise<void> {
  const database = await servers.database(shard);
  await database
    .prepare(
      `with recursive s(i) as (select 1 union all select i + 1 from s where i < ?3)
       insert into webhook_deliveries (tenant_id, id, endpoint_id, sequence, event_id, event_type, body, status, attempt_count, attempts,
         next_attempt_at, created_at, updated_at)
       select ?1, 'dlv_b' || i || '_' || abs(random()), (select value from json_each(?2) where key = i % json_array_length(?2)), 1000000 + i, 'evt_b' || i, 'item.created',
         json_object('id', 'evt_b' || i, 'type', 'item.created', 'data', json_object('id', i, 'note', printf('%.600c', 'x'))), 'pending', 0, '[]', ?4, ?4, ?4 from s`,
    )
    .bind(tenantId, JSON.stringify(ids), n, "2026-01-01T00:00:00.000Z")
    .run();
  await database
    .prepare(
      `insert into webhook_lanes (tenant_id, id, status, runs, next_attempt_at, failures)
       select ?1, value, 'open', 0, ?3, 0 from json_each(?2) where true on conflict do update set next_attempt_at = excluded.next_attempt_at`,
    )
    .bind(tenantId, JSON.stringify(ids), "2026-01-01T00:00:00.000Z")
    .run();
}

/** Deliveries a second of our consumer until all that can arrive have, and when the first and the last endpoint had half of theirs. */
async function drain(servers: Servers, receivers: Receivers) {
  const { business, ids } = await subscribed(servers, receivers);
  await makeBacklog(servers, business, ids, BACKLOG);
  const each = BACKLOG / ENDPOINTS;
  const before = receivers.arrivals.length;
  const started = performance.now();
  await servers.cron("* * * * *");
  const counted = () => {
    const perEndpoint = Map.groupBy(receivers.arrivals.slice(before), ({ endpoint }) => endpoint);
    return [...perEndpoint].filter(([endpoint]) => endpoint >= HANGING);
  };
  const expected = each * (ENDPOINTS - HANGING);
  const arrived = () => counted().reduce((sum, [, list]) => sum + list.length, 0);
  while (arrived() < expected && performance.now() - started < 300_000) await sleep(100);
  const seconds = (performance.now() - started) / 1000;
  const halves = counted().map(([, list]) => ((list[Math.floor(each / 2) - 1]?.at ?? Number.NaN) - started) / 1000);
  const distinct = new Set(receivers.arrivals.slice(before).map(({ endpoint, event }) => `${endpoint} ${event}`)).size;
  return {
    perSecond: arrived() / seconds,
    seconds,
    halves: halves.toSorted((a, b) => a - b),
    again: receivers.arrivals.length - before - distinct,
  };
}

async function drainNaively(servers: Servers, receivers: Receivers): Promise<number> {
  const { business, ids } = await subscribed(servers, receivers);
  await makeBacklog(servers, business, ids.slice(HANGING), NAIVE); // it would wait for a hanging one for ever
  const { tenantId, shard } = business;
  const started = performance.now();
  const answer = await fetch(servers.naive, {
    method: "POST",
    body: JSON.stringify({ tenantId, shard, limit: NAIVE }),
  });
  const { sent } = (await answer.json()) as { sent: number };
  return sent / ((performance.now() - started) / 1000);
}

const development = { ENVIRONMENT: "development", WEBHOOK_ALLOW_LOOPBACK: "true", LOG_REQUESTS: "off" };
const servers = await startServers(development);
const receivers = await openReceivers();
try {
  const { sorted, lost } = await latencies(servers, receivers);
  const ms = (q: number) => quantile(sorted, q).toFixed(0);
  process.stdout.write(
    `commit to first attempt, ${PER_SECOND} events/s, each to 5 of ${ENDPOINTS} endpoints of which ${HANGING} hang: median ${ms(0.5)} ms, p99 ${ms(0.99)} ms, last ${ms(1)} ms of ${sorted.length}; not arrived ${lost}\n`,
  );
  const naive = await drainNaively(servers, receivers);
  const ours = await drain(servers, receivers);
  process.stdout.write(
    `backlog of ${BACKLOG}: ${ours.perSecond.toFixed(0)} deliveries/s with ${HANGING} endpoints that hang, naive consumer without these ${naive.toFixed(0)}/s: ${(ours.perSecond / naive).toFixed(1)} times\n` +
      `half of an endpoint's backlog was gone after ${ours.halves[0]?.toFixed(1)} s (first) to ${ours.halves.at(-1)?.toFixed(1)} s (last) of ${ours.seconds.toFixed(1)} s; sent twice: ${ours.again}\n`,
  );
} finally {
  receivers.close();
  await servers.close();
}
