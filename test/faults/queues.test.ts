import { randomUUID } from "node:crypto";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { sql } from "../support/back-door.ts";
import { type Business, newBusiness } from "../support/client.ts";
import { ctxOf } from "../support/ctx.ts";
import { brokenRules } from "../support/invariants.ts";
import { type Isolate, openIsolate, untilAtRest } from "../support/isolate.ts";
import { addItem } from "../support/item-action.ts";
import { openReceiver, type Receiver, type Reply } from "../support/receiver.ts";

// Rows 7, 8, 10, 11 and 12 of the fault matrix (matrix.ts), by an isolate in this process on the running Worker's databases.

const open: Receiver[] = [];
const isolates: Isolate[] = [];
afterEach(async () => {
  await Promise.all(isolates.splice(0).map((isolate) => isolate.releaseClock()));
});
afterAll(() => {
  for (const receiver of open) receiver.close();
});

type Place = Business & { receiver: Receiver; endpointId: number };

/** A business with a receiver and `n` sales that nobody has been told of yet. */
async function newPlace(n: number, reply?: () => Reply): Promise<Place> {
  for (const level of ["info", "warn", "error"] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
  const business = await newBusiness();
  const receiver = await openReceiver(reply);
  open.push(receiver);
  const made = await business.api.post("/admin/webhooks", { url: receiver.url, events: ["*"] });
  for (let i = 0; i < n; i++) await addItem(ctxOf(business), randomUUID());
  return { ...business, receiver, endpointId: made.data.id };
}
function isolateOf(place: Place): Isolate {
  const isolate = openIsolate(place);
  isolates.push(isolate);
  return isolate;
}
const news = ({ tenantId }: Business) => ({ tenantId });
const deliveriesOf = ({ shard, tenantId }: Business) =>
  sql<{ status: string; event_id: string }>(
    shard,
    "select status, event_id from webhook_deliveries where tenant_id = ? order by sequence",
    tenantId,
  );
const isDelivered = (place: Place, n: number) => async () => {
  const all = await deliveriesOf(place);
  return all.length === n && all.every(({ status }) => status === "delivered");
};

/** Every event has one delivery, which is done; each was posted at least once and none more than `most` times; the invariants hold. */
async function expectWhole(place: Place, n: number, most: number): Promise<void> {
  const deliveries = await deliveriesOf(place);
  expect(deliveries.map(({ status }) => status)).toEqual(Array.from({ length: n }, () => "delivered"));
  const times = deliveries.map(
    ({ event_id }) => place.receiver.posts.filter(({ headers }) => headers["webhook-id"] === event_id).length,
  );
  expect(Math.min(...times), "posts of each event").toBeGreaterThanOrEqual(1);
  expect(Math.max(...times), "posts of each event").toBeLessThanOrEqual(most);
  expect(await brokenRules((text, tenantId) => sql(place.shard, text, tenantId), place.tenantId)).toEqual([]);
}

describe("a consumer that is killed", () => {
  it("between the send and the acknowledgement loses nothing, and sends what may have been lost once more under the same id", async () => {
    const place = await newPlace(1);
    const doomed = isolateOf(place);
    await doomed.consume("events", [news(place)]);
    const alarms = doomed.sent.webhooks.splice(0);
    const isPosted = () => place.receiver.posts.length > 0;
    // it dies at the first trip after the post: what became of it is never written down
    for (let trips = 0; !isPosted() && trips < 8; trips++) {
      doomed.dieAfter(trips);
      await doomed.consume("webhooks", alarms);
      if (!isPosted()) await doomed.later(90); // its claim runs out
    }
    expect(isPosted()).toBe(true);
    expect((await deliveriesOf(place))[0]?.status).not.toBe("delivered");

    const next = isolateOf(place);
    await next.later(90);
    await next.consume("webhooks", alarms);
    await untilAtRest(next, isDelivered(place, 1));
    expect(place.receiver.posts).toHaveLength(2);
    await expectWhole(place, 1, 2);
  });

  it("in the midst of eight deliveries does not repeat what was done before it, and does the rest", async () => {
    const place = await newPlace(8);
    const first = isolateOf(place);
    await first.consume("events", [news(place)]);
    const alarms = first.sent.webhooks.splice(0);
    const doomed = isolateOf(place);
    doomed.dieAfter(2);
    await doomed.consume("webhooks", alarms);
    expect(doomed.hasDied()).toBe(true);
    const done = new Set(
      (await deliveriesOf(place)).filter(({ status }) => status === "delivered").map(({ event_id }) => event_id),
    );
    const next = isolateOf(place);
    await next.later(90);
    await next.consume("webhooks", alarms);
    await untilAtRest(next, isDelivered(place, 8));
    await expectWhole(place, 8, 2);
    expect(done.size, "some were done, at most the five of a turn").toBeOneOf([1, 2, 3, 4, 5]);
    for (const id of done)
      expect(place.receiver.posts.filter(({ headers }) => headers["webhook-id"] === id)).toHaveLength(1);
  });
});

it("a relay that is killed at any trip between publishing and its mark makes one delivery of each event", async () => {
  const place = await newPlace(0);
  let isWhole = false;
  let n = 0;
  for (let trips = 0; !isWhole && trips < 12; trips++) {
    await addItem(ctxOf(place), randomUUID());
    n++;
    const doomed = isolateOf(place);
    doomed.dieAfter(trips);
    await doomed.consume("events", [news(place)]);
    isWhole = !doomed.hasDied();
  }
  expect(n).toBeGreaterThan(3);
  const next = isolateOf(place);
  await next.consume("events", [news(place)]);
  await untilAtRest(next, isDelivered(place, n));
  await expectWhole(place, n, 1);
});

it("messages that come three times, at the same moment and in another order, send each event once", async () => {
  const place = await newPlace(6);
  const isolate = isolateOf(place);
  await Promise.all([1, 2, 3].map(() => isolate.consume("events", [news(place), news(place)])));
  const alarms = isolate.sent.webhooks.splice(0);
  await Promise.all([
    isolate.consume("webhooks", alarms.toReversed()),
    isolate.consume("webhooks", alarms),
    isolate.consume("webhooks", [...alarms, ...alarms.toReversed()]),
  ]);
  await untilAtRest(isolate, isDelivered(place, 6));
  await expectWhole(place, 6, 1);
});

it("a receiver is rung for once, however much comes before its worker does, and again when that worker has ended", async () => {
  const place = await newPlace(0);
  const isolate = isolateOf(place);
  const alarms = () => isolate.sent.webhooks.length;
  for (let i = 0; i < 3; i++) {
    await addItem(ctxOf(place), randomUUID());
    await isolate.consume("events", [news(place)]);
  }
  expect(alarms()).toBe(1);
  await isolate.drain();
  expect(await isDelivered(place, 3)()).toBe(true);
  await addItem(ctxOf(place), randomUUID());
  await isolate.consume("events", [news(place)]);
  expect(alarms()).toBe(1);
  await untilAtRest(isolate, isDelivered(place, 4));
  await expectWhole(place, 4, 1);
});

it("a queue that takes no message after the commit delays events, and loses none: the sweep finds them", async () => {
  const place = await newPlace(2);
  const isolate = isolateOf(place);
  isolate.failQueues(true);
  expect(await isolate.consume("events", [news(place)])).toEqual(["retry"]);
  isolate.failQueues(false);
  await addItem(ctxOf(place), randomUUID()); // nobody is told of this one at all
  await untilAtRest(isolate, isDelivered(place, 3));
  await expectWhole(place, 3, 1);
});

describe("a cron", () => {
  const jobsMade = async (place: Place) =>
    (
      await sql<{ day: string }>(
        place.shard,
        "select occurs_on day from dispatch_jobs where tenant_id = ? and series_id is not null",
        place.tenantId,
      )
    ).map(({ day }) => day);

  /** A business with a job that comes again every day. */
  async function newSeries(): Promise<Place> {
    const place = await newPlace(0);
    const from = Date.now() + 3600_000;
    const made = await place.api.post("/admin/dispatch", {
      ...{ title: "Filters", customer_name: "Ann", recurrence: { unit: "day" } },
      ...{ scheduled_start: new Date(from).toISOString(), scheduled_end: new Date(from + 3600_000).toISOString() },
    });
    expect(made.status, made.text).toBe(201);
    await sql(
      place.shard,
      "insert into daily_runs (tenant_id, task, last_day, due_at) values (?, 'make recurring jobs', null, ?)",
      ...[place.tenantId, "2026-01-01T00:00:00.000Z"],
    );
    return place;
  }

  it("that overlaps another, and alarms that come twice, make each job of a series once", async () => {
    const place = await newSeries();
    const [one, other] = [isolateOf(place), isolateOf(place)];
    await Promise.all([one.minute(), other.minute(), one.minute()]);
    const alarms = [...one.sent.tasks.splice(0), ...other.sent.tasks.splice(0)];
    expect(alarms.length).toBeGreaterThan(1);
    await Promise.all([one.consume("tasks", alarms), other.consume("tasks", alarms.toReversed())]);
    const days = await jobsMade(place);
    expect(days.length).toBeGreaterThan(30);
    expect(new Set(days).size).toBe(days.length);
    expect(await brokenRules((text, tenantId) => sql(place.shard, text, tenantId), place.tenantId)).toEqual([]);
  });

  it("that was missed for three days does the work of each of them, once", async () => {
    const place = await newSeries();
    const isolate = isolateOf(place);
    await isolate.minute();
    await isolate.drain();
    const before = await jobsMade(place);
    await isolate.later(3 * 86_400);
    await isolate.minute();
    await isolate.drain();
    const days = await jobsMade(place);
    expect(days.length).toBe(before.length + 3);
    expect(new Set(days).size).toBe(days.length);
  });
});
