import { randomInt } from "node:crypto";
import { describe, expect, it } from "vitest";
import { load } from "#/db/tenant/load.ts";
import { scheduledBeside } from "#/domains/follow-ups/repo.ts";
import { sql } from "../support/back-door.ts";
import { type Business, eventually, type Json, newBusiness, quiet } from "../support/client.ts";
import { ctxOf } from "../support/ctx.ts";

const RULES = "/admin/follow-up-rules";
const task = {
  ...{ name: "Call about the estimate", trigger: "estimate.sent", offset: { value: 2, unit: "days" } },
  ...{ channel: "task", task_text: "Call and ask what is open" },
};
const added = async ({ api }: Business, body: object = {}): Promise<Json> => {
  const made = await api.post(RULES, { ...task, ...body });
  expect(made.status, made.text).toBe(201);
  return made.data;
};
const sent = async ({ api }: Business, body: object = {}): Promise<Json> => {
  const lines = { line_items: [{ description: "Heat pump", amount_cents: 90_000 }] };
  const made = await api.post("/admin/estimates", { customer_name: "Jane Smith", ...lines, ...body });
  expect(made.status, made.text).toBe(201);
  return (await api.post(`/admin/estimates/${made.data.id}/send`, { mail: false })).data.estimate;
};
const followUps = async ({ api }: Business, query = ""): Promise<Json[]> =>
  (await api.get(`/admin/follow-ups?${query}`)).data.items;
/** The follow-ups, as soon as there are any. */
const planned = (business: Business, query = "") =>
  eventually(async () => {
    const items = await followUps(business, query);
    return items.length > 0 && items;
  }, `follow-ups ${query}`);

describe("rules of follow-ups", () => {
  it("are refused with every field that does not fit, and the list of what would", async () => {
    const { api } = await newBusiness();
    const refused = await api.post(RULES, {
      ...task,
      offset: { value: 2, unit: "days", direction: "before" },
      conditions: [
        { field: "total_cents", op: "at_least", value: 1 },
        { field: "balance", op: "is", value: 1 },
      ],
      ...{ task_text: null, stop_on: ["invoice.viewed"] },
    });
    expect([refused.status, refused.error.reason]).toEqual([422, "follow_up_rule.refused"]);
    expect(refused.error.fields).toEqual({
      "offset.direction": "must be after with estimate.sent",
      "conditions.1.field": expect.stringMatching(/^must be one of status, total_cents, .* with estimate\.sent$/),
      task_text: "is required with the channel task",
      "stop_on.0": "must be one of estimate.viewed, customer.replied with estimate.sent",
    });
    const fields = async (body: object) => (await api.post(RULES, { ...task, ...body })).error.fields;
    expect(await fields({ trigger: "moon.full" })).toHaveProperty("trigger");
    expect(await fields({ send_at_local: "25:00" })).toHaveProperty("send_at_local");
    expect(await fields({ channel: "email", task_text: null, template: "nothing" })).toEqual({
      template: "names no template; see GET /admin/customer-communications/templates",
    });
    expect(await fields({ trigger: "lead.created", channel: "same_as_original" })).toEqual({
      channel: "must be one of email, task with lead.created",
    });
    expect(await fields({ trigger: "lead.created", channel: "sms", task_text: null, template: "hello" })).toEqual({
      channel: "must be email or task with lead.created: a lead has not allowed any texts yet",
    });
    const offer = { name: "offer", channel: "email", category: "marketing", subject: "Half price", body: "This week" };
    expect((await api.post("/admin/customer-communications/templates", offer)).status).toBe(201);
    expect(
      await fields({ trigger: "lead.created", channel: "email", task_text: null, template: "offer" }),
    ).toHaveProperty("template", expect.stringContaining("is one for marketing"));
    expect(await fields({ trigger: "agreement.expiring" })).toEqual({
      "offset.direction": "must be before with agreement.expiring",
    });
    expect(await fields({ trigger: "customer.inactive", offset: { value: 0, unit: "days" } })).toEqual({
      "offset.value": "must be at least 1 with customer.inactive",
    });
    expect(await fields({ color: "red" })).toEqual({
      color: expect.stringContaining("is not a field of this request; there are: "),
    });
  });

  it("have names of their own, and a change that does not fit leaves them as they were", async () => {
    const business = await newBusiness();
    const rule = await added(business);
    const again = await business.api.post(RULES, { ...task, name: "call ABOUT the estimate" });
    expect([again.status, again.error.reason]).toEqual([409, "follow_up_rule.name_taken"]);
    const refused = await business.api.patch(`${RULES}/${rule.id}`, { trigger: "invoice.due", stop_on: ["nobody"] });
    expect(refused.status).toBe(422);
    const conditions = [{ field: "days_overdue", op: "at_least", value: 1 }];
    const unfit = await business.api.patch(`${RULES}/${rule.id}`, { conditions });
    expect([unfit.status, Object.keys(unfit.error.fields)]).toEqual([422, ["conditions.0.field"]]);
    expect((await business.api.get(`${RULES}/${rule.id}`)).data).toEqual(rule);
  });

  it("are taken over by one request, switched off and with their templates, and once", async () => {
    const { api } = await newBusiness();
    const first = await api.post(`${RULES}/presets`, {});
    expect([first.status, first.data.made, first.data.rules.length]).toEqual([201, 6, 6]);
    expect(first.data.rules.every((rule: Json) => rule.enabled === false && rule.template !== null)).toBe(true);
    const templates = await api.get("/admin/customer-communications/templates");
    expect(templates.data.items.map(({ name }: Json) => name)).toContain("follow-up-estimate-reminder");
    const second = await api.post(`${RULES}/presets`, { presets: ["no-visit"] });
    expect([second.status, second.data.made, second.data.rules[0].preset]).toEqual([200, 0, "no-visit"]);
    const on = await api.patch(`${RULES}/${second.data.rules[0].id}`, { enabled: true });
    expect(on.data).toMatchObject({ enabled: true, trigger: "customer.inactive", offset: { value: 365 } });
  });
});

describe("a follow-up", () => {
  it("is planned when an estimate is sent, for what the rule asks for only", async () => {
    const business = await newBusiness();
    const dear = [{ field: "total_cents", op: "at_least", value: 100_000 }];
    const [rule] = [await added(business), await added(business, { name: "Dear ones", conditions: dear })];
    const estimate = await sent(business);
    const [row, ...others] = await planned(business);
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      ...{ rule_id: rule.id, entity_type: "estimate", entity_id: estimate.id, sequence: 1, status: "scheduled" },
      ...{ subject: `Estimate ${estimate.number} for Jane Smith`, channel: "task", skip_reason: null },
    });
    expect(Date.parse(row.due_at) - Date.parse(estimate.sent_at)).toBeGreaterThan(40 * 3600_000);
    for (const [query, n] of [
      ["status=scheduled", 1],
      ["status=sent", 0],
      [`rule_id=${rule.id}&entity_type=estimate&entity_id=${estimate.id}`, 1],
      [`due_until=${estimate.sent_at}`, 0],
      ["trigger=invoice.due", 0],
    ] as const)
      expect(await followUps(business, query), query).toHaveLength(n);
    expect((await business.api.get("/admin/follow-ups?entity_id=1")).error.fields).toHaveProperty("entity_type");
  });

  it("becomes a task of the office at once where somebody asks for it, and is done", async () => {
    const business = await newBusiness();
    const { api } = business;
    await added(business);
    await sent(business);
    const [row] = await planned(business);
    const early = await api.post(`/admin/follow-ups/${row.id}/done`, {});
    expect([early.status, early.error.reason]).toEqual([409, "follow_up.not_to_do"]);
    expect((await api.post(`/admin/follow-ups/${row.id}/send-now`, {})).status).toBe(200);
    const [toDo] = await planned(business, "status=to_do");
    expect(toDo).toMatchObject({ id: row.id, task_text: "Call and ask what is open", sent_at: expect.any(String) });
    const done = await api.post(`/admin/follow-ups/${row.id}/done`, { note: "They decide on Friday" });
    expect(done.data).toMatchObject({ status: "done", note: "They decide on Friday", done_by: expect.any(String) });
    const late = await api.post(`/admin/follow-ups/${row.id}/send-now`, {});
    expect([late.status, late.error.reason]).toEqual([409, "follow_up.not_scheduled"]);
    const over = await api.post(`/admin/follow-ups/${row.id}/cancel`, {});
    expect([over.status, over.error.reason]).toEqual([409, "follow_up.not_open"]);
  });

  it("ends when the estimate is accepted, is cancelled by the office, and when its rule is off or gone", async () => {
    const business = await newBusiness();
    const { api } = business;
    const rule = await added(business);
    const estimates = [await sent(business), await sent(business), await sent(business)];
    await eventually(async () => (await followUps(business)).length === 3, "three follow-ups");
    const of = async (i: number): Promise<Json> =>
      (await followUps(business, `entity_type=estimate&entity_id=${estimates[i].id}`))[0];

    await api.post(`/admin/estimates/${estimates[0].id}/accept`, { name: "Jane Smith" });
    await eventually(async () => (await of(0)).status === "skipped", "the first ends");
    expect((await of(0)).skip_reason).toBe("accepted");
    const cancelled = await api.post(`/admin/follow-ups/${(await of(1)).id}/cancel`, { note: "They called" });
    expect(cancelled.data).toMatchObject({ status: "cancelled", skip_reason: "office", note: "They called" });

    await api.patch(`${RULES}/${rule.id}`, { enabled: false });
    await api.post(`/admin/follow-ups/${(await of(2)).id}/send-now`, {});
    await eventually(async () => (await of(2)).status === "cancelled", "the third is cancelled");
    expect((await of(2)).skip_reason).toBe("rule_disabled");
    expect((await api.request("DELETE", `${RULES}/${rule.id}`)).status).toBe(200);
    expect((await followUps(business)).length).toBe(3);
  });

  it("ends when the customer calls, and of a lead when its number writes; STOP ends it too, and does not count as one", async () => {
    const business = await newBusiness();
    const { api, tenantId: tenant } = business;
    const stops = { stop_on: ["customer.replied"] };
    const once = { offset: { value: 0, unit: "hours" } };
    await added(business, { ...stops, ...once, name: "At once" });
    await added(business, stops);
    await added(business, { ...stops, name: "Call the lead", trigger: "lead.created" });
    const newPhone = () => `+1813${randomInt(200, 999)}${randomInt(1000, 9999)}`;
    const phones = [newPhone(), newPhone(), newPhone()];
    const [caller, stopper] = await Promise.all(
      phones.slice(1).map(async (number) => {
        const made = await api.post("/admin/customers", { name: "Jane Smith", phones: [{ number }] });
        expect(made.status, made.text).toBe(201);
        await sent(business, { customer_id: made.data.id });
        return made.data.id as number;
      }),
    );
    const lead = await api.post("/admin/leads", { first_name: "Lea", phone: phones[0] });
    expect(lead.status, lead.text).toBe(201);
    const statuses = async (query: string) =>
      (await followUps(business, query)).map((row: Json) => `${row.status} ${row.replied_at !== null}`).toSorted();
    const settled = (query: string, wanted: string[]) =>
      eventually(
        async () => JSON.stringify(await statuses(query)) === JSON.stringify(wanted),
        `${query} ${wanted.join()}`,
      );
    for (const id of [caller, stopper]) await settled(`customer_id=${id}`, ["scheduled false", "to_do false"]);
    await settled("entity_type=lead", ["scheduled false"]);

    const call = { customer_id: caller, channel: "call", body: "We take it" };
    const log = (body: object) => api.post("/admin/customer-communications", { ...call, ...body });
    for (const body of [{ direction: "out" }, { direction: "in", channel: "note" }, { direction: "in" }])
      expect((await log(body)).status).toBe(201);
    await settled(`customer_id=${caller}`, ["cancelled false", "to_do true"]);
    for (const [from, body] of [
      [phones[0], "Come on Tuesday"],
      [phones[2], "STOP"],
    ])
      expect((await api.post("/dev/messages", { tenant, from, body })).status).toBe(200);
    await settled("entity_type=lead", ["cancelled false"]);
    await settled(`customer_id=${stopper}`, ["cancelled false", "to_do false"]);
  });

  it("of a rule that is off is found among 5,000 that are to come without reading these", async () => {
    const business = await newBusiness();
    const rule = await added(business);
    await sent(business);
    const [one] = await planned(business);
    const { shard, tenantId } = business;
    const columns = await sql<{ name: string }>(shard, "select name from pragma_table_info('follow_ups')");
    const copy = async (numbers: readonly number[], other: Record<string, string>) => {
      const set: Record<string, string> = { id: "n.value", entity_id: "n.value", ...other };
      await sql(
        shard,
        `insert into follow_ups (${columns.map(({ name }) => `"${name}"`).join()}) select ${columns.map(({ name }) => set[name] ?? `follow_ups."${name}"`).join()} from follow_ups, json_each(?) n where tenant_id = ? and follow_ups.id = ?`,
        ...[JSON.stringify(numbers), tenantId, one?.id],
      );
    };
    const numbers = (from: number, length: number) => Array.from({ length }, (_, i) => from + i);
    await copy(numbers(10_000, 5000), { rule_id: `${rule.id} + n.value % 3` });
    // what other rules have sent counts for nothing
    await copy(numbers(20_000, 1000), { rule_id: `${rule.id + 3}`, status: "'sent'", next_attempt_at: "null" });
    const look = async (enabled: number[]) => {
      const ctx = ctxOf(business);
      const { left } = await load(ctx, { left: scheduledBeside(ctx, enabled, 100) });
      return { left: left.map(({ ruleId }) => ruleId), rows: ctx.cost.d1.rowsRead };
    };
    const enabled = [rule.id, rule.id + 1, rule.id + 2];
    const none = await look(enabled);
    expect(none.left).toEqual([]);
    expect(none.rows).toBeLessThan(40);
    await copy(numbers(30_000, 2), { rule_id: `${rule.id + 4}` });
    expect((await look(enabled)).left).toEqual([rule.id + 4, rule.id + 4]);
    const all = await look([rule.id, rule.id + 2]);
    expect(new Set(all.left)).toEqual(new Set([rule.id + 1]));
    expect(all.left).toHaveLength(100);
    expect(all.rows).toBeLessThan(4 * 100 + 20);
  });

  it("that is tried is found behind many that its conditions do not want", async () => {
    const business = await newBusiness();
    const { shard, tenantId } = business;
    const dear = [{ field: "total_cents", op: "at_least", value: 9_000_000 }];
    const rule = await added(business, { conditions: dear, active_from: "2020-01-01T00:00:00Z" });
    const { id } = await sent(business);
    const columns = await sql<{ name: string }>(shard, "select name from pragma_table_info('estimates')");
    const other: Record<string, string> = {
      id: "estimates.id + n.value",
      number: "number || '-' || n.value",
      value_key: "iif(n.value = 250, 9000000, value_key)",
    };
    const names = columns.map(({ name }) => `"${name}"`).join();
    const values = columns.map(({ name }) => other[name] ?? `estimates."${name}"`).join();
    const copies = JSON.stringify(Array.from({ length: 250 }, (_, i) => i + 1));
    await sql(
      shard,
      `insert into estimates (${names}) select ${values} from estimates, json_each(?) n where tenant_id = ? and estimates.id = ?`,
      ...[copies, tenantId, id],
    );
    const tried = async () => {
      const { data } = await business.api.post(`${RULES}/${rule.id}/dry-run`, {});
      return [data.items.map(({ entity_id }: Json) => entity_id), data.more];
    };
    expect(await tried(), "what was sent before is no longer brought by an event").toEqual([[], false]);
    expect((await business.api.patch(`${RULES}/${rule.id}`, { enabled: false })).status).toBe(200);
    expect(await tried()).toEqual([[id + 250], false]);
  });

  it("can be tried before its rule is switched on: what would be sent within 7 days, and nothing is written", async () => {
    const business = await newBusiness();
    const { api } = business;
    const { rules } = (await api.post(`${RULES}/presets`, { presets: ["estimate-reminder"] })).data;
    const [reached] = [await sent(business, { customer_email: "jane@tried.example" }), await sent(business)];
    await quiet(business);
    const { data } = await api.post(`${RULES}/${rules[0].id}/dry-run`, {});
    expect(data.more).toBe(false);
    expect(data.items).toHaveLength(2);
    const byTo = new Map(data.items.map((item: Json) => [item.to, item]));
    expect(byTo.get("jane@tried.example")).toMatchObject({
      ...{ follow_up_id: null, entity_id: reached.id, sequence: 1, channel: "email", skip_reason: null },
      message_subject: `Your estimate ${reached.number}`,
      message_text: expect.stringContaining("for $900.00 waits for your answer"),
    });
    expect(byTo.get(null)).toMatchObject({ skip_reason: "no_address", message_text: null });
    // it goes to where the estimate went
    const path = `/admin/estimates/${reached.id}/send`;
    expect((await api.post(path, { to: "boss@tried.example" })).status).toBe(200);
    const again = (await api.post(`${RULES}/${rules[0].id}/dry-run`, {})).data.items;
    expect(again.map(({ to }: Json) => to)).toContain("boss@tried.example");
    expect(await followUps(business)).toEqual([]);
    expect((await api.get("/admin/follow-ups/stats")).data).toMatchObject({ sent: 0, converted_bps: null, rules: [] });
  });
});
