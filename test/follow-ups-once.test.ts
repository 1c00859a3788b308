import { expect, it } from "vitest";
import { record } from "#/db/tenant/commit.ts";
import { addCustomer } from "#/domains/customers/actions/add-customer.ts";
import { CreateCustomer } from "#/domains/customers/schemas.ts";
import { createJob } from "#/domains/dispatch/actions/create-job.ts";
import { CreateDispatchJob } from "#/domains/dispatch/job-schemas.ts";
import { followEvent } from "#/domains/follow-ups/actions/follow-event.ts";
import { type Instant, plusSeconds } from "#/kernel/time.ts";
import { fromWire } from "#/kernel/wire.ts";
import { at, minutes, worldOf } from "./support/follow-up-world.ts";

// What users of such systems reported of reminders (../shared/cases/insight.md).

const START = at("2026-04-01T12:00:00Z");
const DUE = "2026-04-10"; // 09:00 in New York: 13:00Z

it("B57: a customer gets one reminder of an invoice, though the runner comes every minute for a day, and two at once", async () => {
  const world = worldOf();
  await world.enrol(START);
  await world.preset("invoice-due", START);
  const invoice = await world.invoice(DUE, START);
  for (const now of minutes(at("2026-04-10T00:00:00Z"), 24)) {
    if (now.slice(14, 16) === "00") await Promise.all([world.react(now), world.day(now), world.day(now)]);
    await world.minute(now, 2);
  }
  expect(world.messages()).toEqual([{ subject: expect.stringContaining("is due today"), invoice_id: invoice.id }]);
  expect(world.followUps()).toMatchObject([{ entity_id: invoice.id, sequence: 1, status: "sent" }]);
  expect(world.events()).toEqual(["follow_up.scheduled", "follow_up.sent"]);
});

it("B57: an invoice that was paid between the planning and the sending is not reminded of, whatever comes first", async () => {
  for (const isTold of [false, true]) {
    const world = worldOf();
    await world.enrol(START);
    await world.preset("invoice-due", START);
    const invoice = await world.invoice(DUE, START);
    await world.react(START);
    await world.pay(invoice.id, at("2026-04-10T12:59:00Z"));
    if (isTold) await world.react(at("2026-04-10T12:59:30Z"));
    await world.minute(at("2026-04-10T13:00:00Z"));
    await world.react(at("2026-04-10T13:01:00Z"));
    expect(world.messages()).toEqual([]);
    expect(world.followUps()).toMatchObject([{ status: "skipped", skip_reason: "paid" }]);
    expect(world.events()).toEqual(["follow_up.scheduled", "follow_up.skipped"]);
  }
});

it("a rule that is switched on does not flood the customers of old invoices, and misses none that comes due", async () => {
  const world = worldOf();
  await world.enrol(START);
  const old = await world.invoice("2026-03-20", START, { invoice_date: "2026-03-01" });
  const soon = await world.invoice(DUE, START);
  await world.react(START);
  await world.preset("invoice-due", at("2026-04-05T12:00:00Z"));
  for (const day of ["05", "08", "09", "10", "11"]) {
    const night = at(`2026-04-${day}T06:01:00Z`);
    await world.day(night);
    await world.day(plusSeconds(night, 60));
    for (const now of minutes(night, 20).filter((_, i) => i % 30 === 0)) await world.minute(now);
  }
  expect(world.messages().map(({ invoice_id }) => invoice_id)).toEqual([soon.id]);
  expect(world.followUps().map(({ entity_id }) => entity_id)).toEqual([soon.id]);
  expect(old.id).not.toBe(soon.id);
});

const due = { trigger: "invoice.due", offset: { value: 0, unit: "days" }, send_at_local: "15:00" };
const task = { channel: "task", task_text: "Call them" };

it("a rule that is made on the day on which something is due plans it within minutes, once", async () => {
  const world = worldOf();
  await world.enrol(START);
  const [invoice] = [await world.invoice(DUE, START), await world.invoice("2026-04-20", START)];
  await world.react(START);
  await world.day(at("2026-04-10T06:01:00Z"));
  const made = at("2026-04-10T14:00:00Z"); // 10:00 in New York
  await world.rule({ name: "Today", ...due, ...task }, made);
  await world.rule({ name: "Off", ...due, ...task, enabled: false }, made);
  const minute = plusSeconds(made, 60);
  expect(await Promise.all([world.day(minute), world.day(minute)])).toContain(1);
  expect(world.rows("select due_at from follow_ups")).toEqual([{ due_at: "2026-04-10T19:00:00.000Z" }]);
  await world.minute(at("2026-04-10T19:00:00Z"));
  for (const night of ["2026-04-11T06:01:00Z", "2026-04-12T06:01:00Z"]) await world.day(at(night));
  expect(world.followUps()).toMatchObject([{ entity_id: invoice.id, status: "to_do" }]);
  expect(world.events()).toEqual(["follow_up.scheduled", "follow_up.sent"]);
});

it("a rule that is removed or switched off sends nothing more: what it has planned is cancelled, however much it is", async () => {
  for (const [reason, end] of [
    ["rule_removed", (world: ReturnType<typeof worldOf>, id: number, now: Instant) => world.remove(id, now)],
    [
      "rule_disabled",
      (world: ReturnType<typeof worldOf>, id: number, now: Instant) => world.change({ id, enabled: false }, now),
    ],
  ] as const) {
    const world = worldOf();
    await world.enrol(START);
    const rule = await world.rule({ name: "Today", ...due, ...task }, START);
    const other = await world.rule({ name: "Stays", ...due, ...task, send_at_local: "16:00" }, START);
    for (let i = 0; i < 3; i++) await world.invoice(DUE, START);
    await world.react(START);
    await world.day(at("2026-04-10T06:01:00Z"));
    // more than one portion, all but one of them of a later day
    world.rows(
      `insert into follow_ups (tenant_id, id, rule_id, rule_revision, "trigger", entity_type, entity_id, sequence, anchor, subject, channel, due_at, status, next_attempt_at, created_by, created_at, updated_at, version, attempts) select f.tenant_id, 1000 + n.value, f.rule_id, 1, f."trigger", f.entity_type, 1000 + n.value, 1, f.anchor, f.subject, f.channel, '2026-05-01T19:00:00.000Z', 'scheduled', '2026-05-01T19:00:00.000Z', f.created_by, f.created_at, f.updated_at, 1, 0 from follow_ups f, (with recursive n(value) as (select 1 union all select value + 1 from n where value < 150) select value from n) n where f.rule_id = ${rule.id} and f.entity_id = 1`,
    );
    await end(world, rule.id, at("2026-04-10T14:00:00Z"));
    // the moment of the first comes before the queue does
    await world.minute(at("2026-04-10T19:00:00Z"));
    const ofRule = () => world.followUps().filter(({ rule_id }) => rule_id === rule.id);
    expect(ofRule().filter(({ status }) => status !== "scheduled")).toHaveLength(3);
    await world.day(at("2026-04-10T19:01:00Z"));
    expect(ofRule()).toHaveLength(153);
    expect(new Set(ofRule().map(({ status, skip_reason }) => `${status} ${skip_reason}`))).toEqual(
      new Set([`cancelled ${reason}`]),
    );
    expect(world.events().filter((type) => type === "follow_up.cancelled")).toHaveLength(153);
    await world.minute(at("2026-04-10T20:00:00Z"));
    expect(world.followUps().filter(({ rule_id, status }) => rule_id === other.id && status === "to_do")).toHaveLength(
      3,
    );
  }
});

it("sends each reminder once, wherever the worker dies or loses its answer, and plans the next one with it", async () => {
  const lost = new Error("D1_ERROR: the worker has died");
  const dies = { at: Number.POSITIVE_INFINITY, isCommitted: false, trips: 0 };
  const world = worldOf((answer) => {
    dies.trips++;
    if (dies.trips > dies.at || (dies.trips === dies.at && !dies.isCommitted)) throw lost;
    const answered = answer();
    if (dies.trips === dies.at) throw lost;
    return answered;
  });
  await world.enrol(START);
  const { template } = await world.preset("invoice-overdue", START);
  await world.rule(
    {
      ...{ name: "Three in a row", trigger: "invoice.due", offset: { value: 0, unit: "days" }, template },
      ...{ channel: "same_as_original", max_per_entity: 3, cooldown_days: 2, send_at_local: "09:00" },
    },
    START,
  );
  await world.invoice(DUE, START);
  await world.react(START);
  world.keep();

  const live = async (dyingAt: number, isCommitted: boolean) => {
    Object.assign(dies, { at: dyingAt, isCommitted, trips: 0 });
    const trips = async (work: () => Promise<unknown>) => await work().catch(() => undefined);
    await trips(() => world.minute(at("2026-04-10T13:00:00Z")));
    const { trips: made } = dies;
    dies.at = Number.POSITIVE_INFINITY;
    // the lease of the dead worker is over
    for (const day of ["10", "11", "12", "13", "14", "15", "16", "17", "18"])
      for (const time of ["13:02", "13:10", "15:00"]) await world.minute(at(`2026-04-${day}T${time}:00Z`), 2);
    return { made, sent: world.messages().length, rows: world.followUps(), events: world.events() };
  };
  const whole = await live(Number.POSITIVE_INFINITY, false);
  expect(whole.sent).toBe(4); // three in a row, and the one of the preset
  expect(whole.rows.map(({ sequence, status }) => `${sequence} ${status}`).toSorted()).toEqual([
    ...["1 sent", "1 sent", "2 sent", "3 sent"],
  ]);
  for (let trip = 1; trip <= whole.made; trip++)
    for (const isCommitted of [false, true]) {
      world.reset();
      const { sent, rows } = await live(trip, isCommitted);
      expect({ sent, rows }, `trip ${trip} ${isCommitted ? "after" : "before"} its commit`).toEqual({
        ...{ sent: whole.sent, rows: whole.rows },
      });
    }
});

it("two jobs of one customer whose questions fall due at the same moment bring one question", async () => {
  const world = worldOf();
  await world.enrol(START);
  const asks = { name: "Ask how it was", trigger: "job.completed", offset: { value: 1, unit: "days" } };
  await world.rule({ ...asks, channel: "task", task_text: "Call them", cooldown_days: 90 }, START);
  const ctx = world.ctxAt(START);
  const pat = await addCustomer(ctx, fromWire(CreateCustomer, CreateCustomer.parse({ name: "Pat" })));
  for (const title of ["Furnace", "Thermostat"]) {
    const asked = { title, customer_name: "Pat", customer_id: pat.id };
    const job = await createJob(ctx, fromWire(CreateDispatchJob, CreateDispatchJob.parse(asked)));
    world.rows(`update dispatch_jobs set status = 'completed', completed_at = '${START}' where id = ${job.id}`);
    const event = { type: "dispatch.completed", data: JSON.stringify({ id: job.id, customer_id: pat.id }) };
    await record(ctx, (await followEvent(ctx, { ...event, occurredAt: START } as never)) ?? { parts: [] });
  }
  const due = at("2026-04-02T12:00:00Z");
  await world.minute(due, 2);
  expect(
    world
      .followUps()
      .map(({ status }) => status)
      .toSorted(),
  ).toEqual(["scheduled", "to_do"]);
  await world.minute(plusSeconds(due, 61)); // its lease is over
  expect(world.followUps().filter(({ skip_reason }) => skip_reason === "cooldown")).toHaveLength(1);
  expect(world.followUps().filter(({ status }) => status === "to_do")).toHaveLength(1);
});

it("one that nobody looked at in time is skipped, and its series goes on", async () => {
  const world = worldOf();
  await world.enrol(START);
  const { template } = await world.preset("invoice-overdue", START);
  const asks = await world.rule(
    {
      ...{ name: "Three in a row", trigger: "invoice.due", offset: { value: 0, unit: "days" }, template },
      ...{ channel: "same_as_original", max_per_entity: 3, cooldown_days: 2, send_at_local: "09:00" },
    },
    START,
  );
  await world.invoice(DUE, START);
  await world.react(START);
  const seen = () =>
    world
      .followUps()
      .flatMap((row) => (row.rule_id === asks.id ? `${row.sequence} ${row.status} ${row.skip_reason}` : []));
  await world.minute(at("2026-04-12T13:00:00Z"));
  expect(seen()).toEqual(["1 skipped late", "2 scheduled null"]);
  await world.minute(at("2026-04-14T13:00:00Z"));
  expect(seen()).toEqual(["1 skipped late", "2 sent null", "3 scheduled null"]);
});
