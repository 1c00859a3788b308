import { expect, it } from "vitest";
import { addPolicy, changePolicy, removePolicy } from "#/domains/sla/actions/save-policy.ts";
import { type Business, type Json, newBusiness } from "../support/client.ts";
import { overtakenCtx, thrownBy } from "../support/ctx.ts";

const POLICIES = "/admin/sla/policies";
const target = { response_minutes: 60, resolution_minutes: 480 };
const targets = { urgent: target, high: target, normal: target, low: target };
const inside = { responseMinutes: 60, resolutionMinutes: 480 };

async function shop() {
  const business: Business = await newBusiness();
  const { api } = business;
  const calendar = await api.post("/admin/sla/calendars", { name: "Always", is_24x7: true });
  const calendarId: number = calendar.data.id;
  const add = async (name: string, more: object = {}): Promise<Json> => {
    const made = await api.post(POLICIES, { name, targets, calendar_id: calendarId, ...more });
    expect(made.status, made.text).toBe(201);
    return made.data;
  };
  const remove = async (id: number) => expect((await api.request("DELETE", `${POLICIES}/${id}`)).status).toBe(200);
  /** What a piece of work is refused by, where something else is committed between what it reads and what it writes. */
  const overtaken = async (
    other: () => Promise<unknown>,
    work: (ctx: ReturnType<typeof overtakenCtx>) => Promise<unknown>,
  ) => ((await thrownBy(work(overtakenCtx(business, other)))) as { reason?: string } | undefined)?.reason;
  const policy = (name: string, more: object = {}) =>
    ({
      ...{ name, calendarId, isEnabled: true, rank: 100, warnAtBps: 8000, ...more },
      ...{ responseMetAt: "acknowledged", clockStarts: "created", match: {} },
      targets: { urgent: inside, high: inside, normal: inside, low: inside },
    }) as unknown as Parameters<typeof addPolicy>[1];
  const all = async (): Promise<[string, boolean][]> =>
    (await api.get(POLICIES)).data.items.map(({ name, is_default }: Json) => [name, is_default]);
  return { api, add, remove, overtaken, policy, all };
}

it("a business that has policies always has one default, whoever adds, changes and removes them in the same moment", async () => {
  const { api, add, remove, overtaken, policy, all } = await shop();
  const changed = "sla_policy.changed_meanwhile";

  // the first one, twice at once: one of them is the default, and the other is asked again
  expect(
    await overtaken(
      () => add("First"),
      (ctx) => addPolicy(ctx, policy("Also first")),
    ),
  ).toBe(changed);
  expect(await all()).toEqual([["First", true]]);
  const [first] = (await api.get(POLICIES)).data.items;

  // a further one relies on the default that is removed meanwhile
  expect(
    await overtaken(
      () => remove(first.id),
      (ctx) => addPolicy(ctx, policy("Second")),
    ),
  ).toBe(changed);
  expect(await all()).toEqual([]);

  // the last one goes while a further one comes: it is no longer the last
  const one = await add("One");
  let two: Json = {};
  const comes = async () => {
    two = await add("Two");
  };
  expect(await overtaken(comes, (ctx) => removePolicy(ctx, one.id))).toBe("sla_policy.is_default");
  expect(await all()).toEqual([
    ["One", true],
    ["Two", false],
  ]);

  // another one becomes the default while it is removed, and the other way round
  const takes = (ctx: Parameters<typeof changePolicy>[0]) => changePolicy(ctx, { id: two.id, isDefault: true });
  expect(await overtaken(() => remove(two.id), takes)).toBe(changed);
  expect(await all()).toEqual([["One", true]]);
  const three = await add("Three");
  const becomes = async () =>
    expect((await api.patch(`${POLICIES}/${three.id}`, { is_default: true })).status).toBe(200);
  expect(await overtaken(becomes, (ctx) => removePolicy(ctx, three.id))).toMatch(/^sla_policy\./);
  expect(await all()).toEqual([
    ["One", false],
    ["Three", true],
  ]);

  // the default is disabled while it becomes the default
  const four = await add("Four");
  const disabled = async () =>
    expect((await api.patch(`${POLICIES}/${four.id}`, { is_enabled: false })).status).toBe(200);
  expect(await overtaken(disabled, (ctx) => changePolicy(ctx, { id: four.id, isDefault: true }))).toBe(changed);
  expect((await all()).filter(([, isDefault]) => isDefault)).toEqual([["Three", true]]);
});
