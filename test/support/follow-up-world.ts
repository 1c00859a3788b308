import { drizzle } from "drizzle-orm/d1";
import { type Ctx, enterTenant, machineCtx } from "#/ctx.ts";
import { enrolDailyRuns } from "#/db/tenant/daily.ts";
import { read } from "#/db/tenant/load.ts";
import { PLANNING, planDay } from "#/domains/follow-ups/actions/plan-day.ts";
import { addRule, changeRule, removeRule } from "#/domains/follow-ups/actions/save-rule.ts";
import { sendFollowUp } from "#/domains/follow-ups/actions/send-follow-up.ts";
import { takePresets } from "#/domains/follow-ups/actions/take-presets.ts";
import { CreateFollowUpRule } from "#/domains/follow-ups/rule-schemas.ts";
import { dueFollowUps } from "#/domains/follow-ups/tables.ts";
import { recordPayment } from "#/domains/invoices/actions/record-payment.ts";
import { makeInvoice } from "#/domains/invoices/index.ts";
import { RecordInvoicePayment } from "#/domains/invoices/payment-schemas.ts";
import { CreateInvoice } from "#/domains/invoices/schemas.ts";
import { type Instant, plusSeconds, toInstant } from "#/kernel/time.ts";
import { fromWire } from "#/kernel/wire.ts";
import { runDaily } from "#/queues/daily.ts";
import { react } from "#/queues/reactions.ts";
import { bindingOf, openSqlite } from "../simulation/sqlite-d1.ts";
import { testSecrets, testVars } from "./settings.ts";

// A business with rules of follow-ups, in the database of the simulation, whose minutes are lived one by one.

const TENANT = "00000000-0000-4000-8000-0000000f0110";
const DAILY = { kind: "daily", name: PLANNING, run: planDay } as const;
export const at = (text: string): Instant => toInstant(text);

/** `answer` is what answers a trip to the database; as it is, or broken off. */
export function worldOf(answer = (run: () => D1Result[]): D1Result[] => run()) {
  const database = openSqlite("tenant");
  const binding = bindingOf(async (statements) => answer(() => database.run(statements)));
  const sent = { send: async () => undefined, sendBatch: async () => undefined };
  const env = { ...testVars, ...testSecrets, ENVIRONMENT: "development", SHARD_00: binding };
  database.rows("insert into tenant_state (tenant_id, state) values (?, 'active')", TENANT);
  const ctxAt = (now: Instant): Ctx => {
    const bindings = { ...env, TASKS: sent, EVENTS: sent, MAIL: sent } as unknown as Cloudflare.Env;
    const open = { ...machineCtx(bindings, { waitUntil: () => undefined }, "test"), now, realNow: now };
    const tenant = { id: TENANT, businessCode: "SMITH", businessName: "Smith", shard: "SHARD_00" as const };
    const known = { status: "active" as const, timezone: "America/New_York", branding: {}, createdAt: now };
    const system = { kind: "system", job: "test" } as const;
    const ctx = enterTenant(open, { ...tenant, ...known, organizationVersion: 0 }, system);
    return { ...ctx, announce: () => undefined };
  };
  const rows = <Row>(text: string) => database.rows<Row>(text);

  return {
    ctxAt,
    rows,
    keep: () => database.keep(),
    reset: () => database.reset(),
    enrol: (now: Instant) => enrolDailyRuns(drizzle(binding) as never, [DAILY.name], now).run(),
    preset: async (name: "invoice-due" | "invoice-overdue", now: Instant) => {
      const { rules } = await takePresets(ctxAt(now), { presets: [name] });
      return await changeRule(ctxAt(now), { id: rules[0]?.id ?? 0, enabled: true });
    },
    rule: (body: object, now: Instant) =>
      addRule(ctxAt(now), fromWire(CreateFollowUpRule, CreateFollowUpRule.parse(body))),
    change: (body: Parameters<typeof changeRule>[1], now: Instant) => changeRule(ctxAt(now), body),
    remove: (id: number, now: Instant) => removeRule(ctxAt(now), id),
    invoice: (due_date: string, now: Instant, more: object = {}) => {
      const line_items = [{ description: "AC repair", amount_cents: 10_000, quantity: 1 }];
      const asked = { customer_name: "Pat Doe", customer_email: "pat@doe.example", line_items, due_date };
      const whole = { ...asked, ...more, send: true };
      return makeInvoice(ctxAt(now), { ...fromWire(CreateInvoice, CreateInvoice.parse(whole)), source: null });
    },
    pay: (invoice_id: number, now: Instant) =>
      recordPayment(
        ctxAt(now),
        fromWire(RecordInvoicePayment, RecordInvoicePayment.parse({ invoice_id, method: "cash" })),
      ),
    /** The reactions to all that was committed. */
    react: (now: Instant) => react(ctxAt(now)),
    /** The run of the day. */
    day: (now: Instant) => runDaily(ctxAt(now), DAILY),
    /** What the sweep finds in one minute, by as many workers at once. */
    minute: async (now: Instant, workers = 1) => {
      const { due } = await read(ctxAt(now), { due: dueFollowUps.due(ctxAt(now)) });
      const work = due.flatMap((id) => Array.from({ length: workers }, () => sendFollowUp(ctxAt(now), id)));
      await Promise.all(work);
      return due.length;
    },
    /** Beside the mails by which the invoices themselves came. */
    messages: () =>
      rows<{ subject: string; invoice_id: number }>(
        "select subject, invoice_id from communications where dedupe like 'follow-up %' order by dedupe",
      ),
    followUps: () =>
      rows<{ rule_id: number; entity_id: number; sequence: number; status: string; skip_reason: string | null }>(
        "select rule_id, entity_id, sequence, status, skip_reason from follow_ups order by id",
      ),
    events: () =>
      rows<{ type: string }>("select type from outbox where type like 'follow_up.%' order by seq").map(
        ({ type }) => type,
      ),
  };
}

/** Every minute of some hours. */
export const minutes = (from: Instant, hours: number): Instant[] =>
  Array.from({ length: hours * 60 }, (_, i) => plusSeconds(from, i * 60));
