import { expect, it } from "vitest";
import { activateAgreement } from "#/domains/agreements/actions/activate-agreement.ts";
import { addPlan } from "#/domains/agreements/actions/change-plan.ts";
import { createAgreement } from "#/domains/agreements/actions/create-agreement.ts";
import { AddAgreementPlan } from "#/domains/agreements/plan-schemas.ts";
import { putConsents } from "#/domains/communications/actions/put-consents.ts";
import { addTemplate } from "#/domains/communications/actions/save-template.ts";
import { CreateMessageTemplate } from "#/domains/communications/template-schemas.ts";
import { addCustomer } from "#/domains/customers/actions/add-customer.ts";
import { CreateCustomer } from "#/domains/customers/schemas.ts";
import { type Instant, localDateOf, plusDays } from "#/kernel/time.ts";
import { fromWire } from "#/kernel/wire.ts";
import { at, worldOf } from "./support/follow-up-world.ts";

const START = at("2026-04-01T12:00:00Z");

/** A business with an agreement of Pat's, who turns out to be Patricia right before a trip to the database. */
async function worldWithAgreement() {
  const race = { trip: 0, before: 0, merge: [] as string[] };
  const world = worldOf((run) => {
    if (++race.trip === race.before) for (const text of race.merge) world.rows(text);
    return run();
  });
  await world.enrol(START);
  const ctx = world.ctxAt(START);
  const add = (name: string, number: string) =>
    addCustomer(ctx, fromWire(CreateCustomer, CreateCustomer.parse({ name, phones: [{ number }] })));
  const [pat, patricia] = [await add("Pat", "+18135550142"), await add("Patricia", "+18135550143")];
  const granted = { channel: "sms", category: "transactional", state: "granted", source: "call" } as const;
  await putConsents(ctx, { customerId: pat.id, consents: [granted] });
  const plan = { name: "Yearly", price_cents: 20_000, visits_per_year: 1, auto_renew: false };
  const { id: planId } = await addPlan(ctx, fromWire(AddAgreementPlan, AddAgreementPlan.parse(plan)));
  const { id } = await createAgreement(ctx, { planId, customerId: pat.id, startsOn: localDateOf(START, "UTC") });
  await activateAgreement(ctx, { id });
  const template = { name: "ends", kind: "agreement", channel: "sms", body: "{{plan_name}} ends on {{ends_on}}." };
  await addTemplate(ctx, fromWire(CreateMessageTemplate, CreateMessageTemplate.parse(template)));
  const offset = { value: 30, unit: "days", direction: "before" };
  const rule = { name: "Ends", trigger: "agreement.expiring", offset, channel: "sms", template: "ends" };
  await world.rule({ ...rule, max_per_entity: 2, cooldown_days: 3 }, START);
  const [{ ends_on: endsOn } = { ends_on: "" }] = world.rows<{ ends_on: string }>(
    `select ends_on from service_agreements where id = ${id}`,
  );
  const tables = ["service_agreements", "follow_ups", "communications", "communication_consents"];
  race.merge = [
    `update customers set merged_into = ${patricia.id} where id = ${pat.id}`,
    ...tables.map(
      (name) => `update ${name} set customer_id = ${patricia.id}, version = version + 1 where customer_id = ${pat.id}`,
    ),
  ];
  return {
    ...world,
    patricia: patricia.id,
    dueOn: plusDays(endsOn as never, -30),
    /** What is done while the merge comes before a trip of it; false: it has no such trip. */
    merging: async (before: number, work: () => Promise<unknown>): Promise<boolean> => {
      Object.assign(race, { trip: 0, before });
      await work();
      const isMerged = race.trip >= before;
      race.before = 0;
      return isMerged;
    },
  };
}

const moment = (day: string, time: string): Instant => at(`${day}T${time}Z`);
type World = Awaited<ReturnType<typeof worldWithAgreement>>;
const theirs = (world: World) =>
  ["follow_ups", "communications"].map((name) =>
    world.rows<{ id: number }>(`select distinct customer_id as id from ${name}`).map(({ id }) => id),
  );

it("a merge of the customer while the follow-up of their agreement is planned leaves it with the customer who stays, and it is sent", async () => {
  for (let before = 1; ; before++) {
    const world = await worldWithAgreement();
    const isMerged = await world.merging(before, () => world.day(moment(world.dueOn, "06:01:00")));
    if (!isMerged) break;
    expect(theirs(world)[0], `before trip ${before}`).toEqual([world.patricia]);
    await world.minute(moment(world.dueOn, "14:00:00"));
    expect(theirs(world), `before trip ${before}`).toEqual([[world.patricia], [world.patricia]]);
    expect(world.followUps().map(({ status }) => status)).toEqual(["sent", "scheduled"]);
    expect(before).toBeLessThan(20);
  }
});

it("a merge while it is sent leaves the message and the next follow-up with the customer who stays", async () => {
  for (let before = 1; ; before++) {
    const world = await worldWithAgreement();
    await world.day(moment(world.dueOn, "06:01:00"));
    const now = moment(world.dueOn, "14:00:00");
    const isMerged = await world.merging(before, async () => await world.minute(now).catch(() => undefined));
    if (!isMerged) break;
    await world.minute(moment(world.dueOn, "14:02:00")); // where the first was refused, another worker takes it up
    expect(theirs(world), `before trip ${before}`).toEqual([[world.patricia], [world.patricia]]);
    expect(world.followUps().map(({ status }) => status)).toEqual(["sent", "scheduled"]);
    expect(before).toBeLessThan(20);
  }
});
