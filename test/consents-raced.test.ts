import { expect, it } from "vitest";
import { receiveText } from "#/domains/communications/actions/receive-text.ts";
import { liftPhone, suppressPhone } from "#/domains/communications/actions/suppress-phone.ts";
import { addCustomer } from "#/domains/customers/actions/add-customer.ts";
import { CreateCustomer } from "#/domains/customers/schemas.ts";
import { fromWire } from "#/kernel/wire.ts";
import { at, worldOf } from "./support/follow-up-world.ts";

const NOW = at("2026-04-01T12:00:00Z");
const PHONE = "+18135550142";

/** A business in which something happens between the load and the commit of what is tried. */
function racedWorld() {
  const race: { trip: number; meanwhile: (() => void) | undefined } = { trip: 0, meanwhile: undefined };
  const world = worldOf((run) => {
    if (race.meanwhile && ++race.trip === 2) race.meanwhile();
    return run();
  });
  const during = async (work: () => Promise<unknown>, ...meanwhile: string[]) => {
    Object.assign(race, { trip: 0, meanwhile: () => meanwhile.map((text) => world.rows(text)) });
    return await work().finally(() => {
      race.meanwhile = undefined;
    });
  };
  return { ...world, during };
}

it("a STOP that comes while the office lifts its own block of the number stays", async () => {
  const world = racedWorld();
  const ctx = world.ctxAt(NOW);
  await suppressPhone(ctx, { phone: PHONE, reason: "manual" });
  const lifting = world.during(
    () => liftPhone(ctx, PHONE),
    `update communication_suppressions set stopped_at = '${NOW}'`,
  );
  await expect(lifting).rejects.toMatchObject({ reason: "communication_suppression.by_customer" });
  expect(world.rows("select phone from communication_suppressions")).toEqual([{ phone: PHONE }]);
});

it("a STOP during a merge holds for the customer who is left", async () => {
  const world = racedWorld();
  const ctx = world.ctxAt(NOW);
  const add = (body: object) => addCustomer(ctx, fromWire(CreateCustomer, CreateCustomer.parse(body)));
  const merged = await add({ name: "Pat", phones: [{ number: PHONE }] });
  const kept = await add({ name: "Patricia" });
  const text = { reference: "SM1", from: PHONE, to: "+18135550100", body: "STOP", media: 0, isAnswered: false };
  await world.during(
    () => receiveText(ctx, { text, provider: "development", account: undefined }),
    `update customers set merged_into = ${kept.id} where id = ${merged.id}`,
    `update customer_contacts set customer_id = ${kept.id}`,
  );
  expect(world.rows("select distinct customer_id, state from communication_consents")).toEqual([
    { customer_id: kept.id, state: "revoked" },
  ]);
  expect(world.rows("select customer_id from communications where direction = 'in'")).toEqual([
    { customer_id: kept.id },
  ]);
});
