import fc from "fast-check";
import { expect, it } from "vitest";
import {
  type Instant,
  type LocalDate,
  localDateOf,
  localTimeOf,
  plusDays,
  plusSeconds,
  toInstant,
} from "#/kernel/time.ts";
import { type Condition, holds, problemsOf } from "./conditions.ts";
import { anchorText, type Earlier, plan, planNext, type Saying, type Standing, whyNot } from "./rules.ts";
import { type Trigger, triggers } from "./statuses.ts";
import { anchorDays, dueAt, isLate, nextAfter } from "./timing.ts";

const zones = ["America/New_York", "Pacific/Honolulu", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata"];
const zone = fc.constantFrom(...zones);
const moment = fc
  .integer({ min: Date.UTC(2025, 0), max: Date.UTC(2028, 0) })
  .map((ms) => toInstant(ms - (ms % 60_000)));
const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, "0")).join(":"));
const days = (value: number, direction: "before" | "after" = "after") => ({ value, unit: "days" as const, direction });
const at = (text: string) => toInstant(text);

it("days keep the time of day where the customer lives, over a change of the clocks too", () => {
  const due = (zoneName: string, from: string, sendAtLocal: string | null = null) =>
    dueAt({ at: at(from) }, { offset: days(3), sendAtLocal }, zoneName);
  expect(due("America/New_York", "2026-03-06T15:00:00Z")).toBe("2026-03-09T14:00:00.000Z"); // 10:00 before and after
  expect(due("America/New_York", "2026-03-06T15:00:00Z", "09:00")).toBe("2026-03-09T13:00:00.000Z");
  expect(due("Pacific/Honolulu", "2026-03-06T15:00:00Z", "09:00")).toBe("2026-03-09T19:00:00.000Z");
  // what there is not, in the night of the change, is an hour later; what there is twice, the first time
  expect(due("America/New_York", "2026-03-05T15:00:00Z", "02:30")).toBe("2026-03-08T07:30:00.000Z");
  expect(due("America/New_York", "2026-10-29T15:00:00Z", "01:30")).toBe("2026-11-01T05:30:00.000Z");
});

it("an invoice is reminded of on its due day in the morning, and hours are real hours", () => {
  const on = { on: "2026-03-08" as LocalDate };
  expect(dueAt(on, { offset: days(0), sendAtLocal: null }, "America/New_York")).toBe("2026-03-08T13:00:00.000Z");
  expect(dueAt(on, { offset: days(3, "before"), sendAtLocal: "18:30" }, "Asia/Kolkata")).toBe(
    "2026-03-05T13:00:00.000Z",
  );
  const hours = { value: 24, unit: "hours" as const, direction: "after" as const };
  const from = { at: at("2026-03-07T20:00:00Z") }; // 15:00, and the clocks change in between
  expect(dueAt(from, { offset: hours, sendAtLocal: null }, "America/New_York")).toBe("2026-03-08T20:00:00.000Z");
  expect(dueAt(from, { offset: hours, sendAtLocal: "09:00" }, "America/New_York")).toBe("2026-03-09T13:00:00.000Z");
});

it("whatever the zone, a follow-up is due at the asked time on the asked day, and never before what it follows", () => {
  fc.assert(
    fc.property(moment, zone, time, fc.integer({ min: 0, max: 400 }), (from, zoneName, sendAtLocal, value) => {
      const due = dueAt({ at: from }, { offset: days(value), sendAtLocal }, zoneName);
      const shown = localTimeOf(due, zoneName);
      // a time that the clocks skip comes later; by up to an hour
      expect(shown >= sendAtLocal).toBe(true);
      if (value > 0) expect(localDateOf(due, zoneName)).toBe(plusDays(localDateOf(from, zoneName), value));
      else expect(due >= from && due <= plusSeconds(from, 25 * 3600)).toBe(true);
    }),
  );
});

it("every follow-up of the calendar is found on the day before or of its moment, whatever the offset", () => {
  const offset = fc.record({
    value: fc.integer({ min: 0, max: 900 }),
    unit: fc.constantFrom("hours" as const, "days" as const),
    direction: fc.constantFrom("before" as const, "after" as const),
  });
  fc.assert(
    fc.property(moment, offset, zone, fc.option(time, { nil: null }), (from, asked, zoneName, sendAtLocal) => {
      const on = localDateOf(from, "America/New_York");
      const due = dueAt({ on }, { offset: asked, sendAtLocal }, zoneName);
      const day = localDateOf(due, "America/New_York");
      const { from: first, to: last } = anchorDays(asked, day, plusDays(day, 1));
      expect(first <= on && on <= last).toBe(true);
    }),
  );
});

const rule = (more: Partial<Saying> = {}): Saying => ({
  ...{ trigger: "estimate.sent", enabled: true, offset: days(3), sendAtLocal: "09:00", conditions: [] },
  ...{ maxPerEntity: 1, cooldownDays: 0, activeFrom: at("2026-01-01T00:00:00Z"), revision: 1 },
  ...more,
});
const sentAt = at("2026-03-06T15:00:00Z");
const thing = (more: Partial<Standing> = {}): Standing => ({
  ...{ anchors: { "estimate.sent": { at: sentAt, key: "version 1" } }, values: { total_cents: 90_000 }, over: null },
  ...{ zone: "America/New_York", ...more },
});
const now = { now: sentAt, atNight: false };
const had = (more: Partial<Earlier> = {}): Earlier => ({
  ...{
    sequence: 1,
    status: "sent",
    skipReason: null,
    anchor: "version 1",
    sentAt: at("2026-03-09T13:00:05Z"),
    ...more,
  },
});

it("a trigger plans once, and nothing for what began before the rule or does not fit it", () => {
  const made = plan(rule(), thing(), [], now);
  expect(made).toEqual({ sequence: 1, anchor: "version 1", dueAt: "2026-03-09T13:00:00.000Z", reason: null });
  expect(plan(rule(), thing(), [had({ status: "scheduled", sentAt: null })], now)).toBeUndefined();
  const cancelled = { status: "cancelled", sentAt: null } as const;
  expect(plan(rule(), thing(), [had(cancelled)], now), "somebody has cancelled it").toBeUndefined();
  const switchedOff = had({ ...cancelled, skipReason: "rule_disabled" });
  expect(plan(rule(), thing(), [switchedOff], now), "its rule was off and is on again").toMatchObject({ sequence: 2 });
  expect(plan(rule({ activeFrom: at("2026-03-06T15:00:01Z") }), thing(), [], now)).toBeUndefined();
  expect(plan(rule({ conditions: [{ field: "total_cents", op: "at_least", value: 90_001 }] }), thing(), [], now)).toBe(
    undefined,
  );
  expect(plan(rule(), thing({ over: "accepted" }), [], now)).toBeUndefined();
});

it("another version of an estimate is followed up again as often as the rule says, and not sooner than it says", () => {
  const again = thing({ anchors: { "estimate.sent": { at: sentAt, key: "version 2" } } });
  expect(plan(rule(), again, [had()], now)).toBeUndefined();
  expect(plan(rule({ maxPerEntity: 2, cooldownDays: 10 }), again, [had()], now)).toMatchObject({
    ...{ sequence: 2, dueAt: "2026-03-19T13:00:00.000Z" },
  });
  expect(plan(rule(), again, [had({ status: "skipped" })], now)).toBeUndefined();
  // one that was cancelled before it went out does not count
  expect(plan(rule(), again, [had({ status: "cancelled", sentAt: null })], now)).toMatchObject({ sequence: 2 });
});

it("a moment that is past is taken up to a day later, else skipped; by the run of the night in the morning", () => {
  const late = (hours: number, atNight = false) =>
    plan(rule(), thing(), [], { now: plusSeconds(at("2026-03-09T13:00:00Z"), hours * 3600), atNight });
  expect(late(23)).toMatchObject({ dueAt: "2026-03-09T13:00:00.000Z", reason: null });
  expect(late(25)).toMatchObject({ reason: "late" });
  expect(late(17, true)).toMatchObject({ dueAt: "2026-03-10T13:00:00.000Z", reason: null });
  expect(isLate(at("2026-03-09T13:00:00Z"), at("2026-03-10T13:00:00Z"))).toBe(false);
});

it("further ones come the days of the rule apart until the rule has enough", () => {
  const more = rule({ maxPerEntity: 2, cooldownDays: 4 });
  const sent = { anchor: "version 1", dueAt: at("2026-03-09T13:00:00Z") };
  const by = { zone: "America/New_York", now: at("2026-03-09T13:00:05Z") };
  expect(planNext(more, sent, [had()], by)).toMatchObject({ sequence: 2, dueAt: "2026-03-13T13:00:00.000Z" });
  expect(planNext(more, sent, [had(), had({ sequence: 2 })], by)).toBeUndefined();
  // the address got nothing: that was one too
  const held = had({ status: "skipped" });
  expect(planNext(more, sent, [held, had({ sequence: 2 })], by)).toBeUndefined();
  expect(planNext(rule({ maxPerEntity: 5 }), sent, [had()], by)).toBeUndefined();
  expect(nextAfter(at("2026-03-07T14:00:00Z"), 1, null, "America/New_York")).toBe("2026-03-08T13:00:00.000Z");
});

const asking = ({ channel = "email", ...more }: Partial<Saying> & { channel?: string } = {}) => ({
  ...rule(more),
  channel,
});

it("at the moment of sending everything is asked again", () => {
  const followUp = { ruleRevision: 1, anchor: "version 1", dueAt: at("2026-03-09T13:00:00Z") };
  const judged = { followUp, rule: asking(), thing: thing(), lastToCustomer: null, now: at("2026-03-09T13:00:00Z") };
  expect(whyNot(judged)).toBeUndefined();
  expect(whyNot({ ...judged, rule: undefined })).toBe("rule_removed");
  expect(whyNot({ ...judged, rule: asking({ enabled: false }) })).toBe("rule_disabled");
  expect(whyNot({ ...judged, rule: asking({ revision: 2 }) })).toBe("rule_changed");
  expect(whyNot({ ...judged, thing: undefined })).toBe("gone");
  expect(whyNot({ ...judged, thing: thing({ over: "accepted" }) })).toBe("accepted");
  expect(whyNot({ ...judged, followUp: { ...followUp, anchor: "version 0" } })).toBe("moved");
  expect(whyNot({ ...judged, now: at("2026-03-10T13:00:00Z") })).toBeUndefined();
  expect(whyNot({ ...judged, now: at("2026-03-10T13:00:01Z") })).toBe("late");
  expect(whyNot({ ...judged, rule: asking({ channel: "task" }), now: at("2026-03-20T13:00:01Z") })).toBeUndefined();
  const dear = [{ field: "total_cents", op: "at_least" as const, value: 100_000 }];
  expect(whyNot({ ...judged, rule: asking({ conditions: dear }) })).toBe("conditions");
});

it("nobody is asked for a review twice within the days that the rule keeps them apart", () => {
  const done = at("2026-03-06T15:00:00Z");
  const asks = asking({ trigger: "job.completed", cooldownDays: 90 });
  const judge = (lastToCustomer: Instant | null) =>
    whyNot({
      followUp: { ruleRevision: 1, anchor: anchorText({ at: done }), dueAt: at("2026-03-07T15:00:00Z") },
      ...{ rule: asks, thing: thing({ anchors: { "job.completed": { at: done } } }), lastToCustomer },
      now: at("2026-03-07T15:00:00Z"),
    });
  expect(judge(null)).toBeUndefined();
  expect(judge(at("2026-01-10T15:00:00Z"))).toBe("cooldown");
  expect(judge(at("2025-12-07T15:00:00Z"))).toBeUndefined();
});

it("conditions ask only for what their trigger knows, and unknown things are nothing", () => {
  const one = (field: string, op: Condition["op"], value: Condition["value"]) => [{ field, op, value }];
  expect(problemsOf("lead.created", one("total_cents", "is", 1))["conditions.0.field"]).toMatch(
    /^must be one of status, /,
  );
  expect(problemsOf("invoice.due", one("constructor", "is", 1))).toHaveProperty(["conditions.0.field"]);
  expect(problemsOf("invoice.due", one("balance_cents", "has", 1))).toEqual({
    "conditions.0.op": "must be one of is, is_not, in, not_in, at_least, at_most with balance_cents",
  });
  expect(problemsOf("invoice.due", one("balance_cents", "at_least", "1"))).toEqual({
    "conditions.0.value": "must be a number",
  });
  expect(problemsOf("estimate.sent", one("status", "in", "sent"))).toEqual({
    "conditions.0.value": "must be a list, each a text",
  });
  const all = (conditions: Condition[]) => holds(conditions, { zone_id: null, status: "sent", tags: ["vip"] });
  expect(all(one("zone_id", "at_most", 4))).toBe(false);
  expect(all(one("zone_id", "is_not", 4))).toBe(true);
  expect(all([...one("status", "in", ["sent"]), ...one("tags", "has", "vip")])).toBe(true);
  expect(all(one("tags", "has_not", "vip"))).toBe(false);
});

it("no trigger plans for a thing that has not begun it", () => {
  fc.assert(
    fc.property(fc.constantFrom<Trigger>(...triggers), (trigger) => {
      expect(plan(rule({ trigger }), thing({ anchors: {} }), [], now)).toBeUndefined();
    }),
  );
});
