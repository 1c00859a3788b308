import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { type Answers, load } from "#/db/tenant/load.ts";
import type { FieldErrors } from "#/kernel/errors.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { badTargets, noDefaultLeft, unknownInMatch } from "../errors.ts";
import { targetFaults } from "../hours.ts";
import { defaultPolicy, holdCalendar, leavesDefault, missingInMatch } from "../repo.ts";
import type { ChangeSlaPolicy, CreateSlaPolicy } from "../schemas.ts";
import { policies, type SlaPolicy } from "../tables.ts";
import type { Match, Targets } from "../terms.ts";

const ANYTHING: Match = { priorities: [], jobTypes: [], customerIds: [], agreementPlanIds: [], zoneIds: [] };

function assertTargets(targets: Targets): void {
  const faults = targetFaults(targets);
  if (Object.keys(faults).length > 0) throw badTargets(faults);
}

/** Refuses conditions that name what is not there. */
function assertKnown(match: Match, missing: Answers<ReturnType<typeof missingInMatch>>): void {
  const lists: [string, readonly number[], readonly number[] | undefined][] = [
    ["zone_ids", match.zoneIds, missing.zones],
    ["customer_ids", match.customerIds, missing.customers],
    ["agreement_plan_ids", match.agreementPlanIds, missing.plans],
  ];
  const faults: FieldErrors = Object.fromEntries(
    lists.flatMap(([name, ids, unknown = []]) =>
      unknown.map((id) => [`match.${name}.${ids.indexOf(id)}`, `${id} is unknown`]),
    ),
  );
  if (Object.keys(faults).length > 0) throw unknownInMatch(faults);
}

/** Takes the place of the default policy from the one that has it. */
const stepDown = (ctx: Ctx, policy: SlaPolicy | undefined) =>
  policy ? policies.change(ctx, policy, { isDefault: false }) : null;

/** What a new policy does to the default: takes its place, or relies on it, so that it is not removed at the same time. */
const beside = (ctx: Ctx, current: SlaPolicy | undefined, isDefault: boolean) =>
  current ? [isDefault ? stepDown(ctx, current) : policies.hold(ctx, current)] : [];

/** Adds what a business promises. The first policy is the default, for the jobs that match no other. */
export async function addPolicy(ctx: Ctx, input: Inside<z.output<typeof CreateSlaPolicy>>): Promise<SlaPolicy> {
  const match = { ...ANYTHING, ...input.match };
  assertTargets(input.targets);
  const { id, current, ...missing } = await load(ctx, {
    id: policies.nextId(ctx),
    current: defaultPolicy(ctx),
    ...missingInMatch(ctx, match),
  });
  assertKnown(match, missing);
  const isDefault = input.isDefault === true || !current;
  if (isDefault && !input.isEnabled) throw noDefaultLeft(current?.id ?? id);
  const part = policies.insert(ctx, { ...input, match, isDefault, id });
  return await commit(ctx, {
    parts: [...holdCalendar(ctx, input.calendarId), ...beside(ctx, current, isDefault), part],
    audit: { action: "add", of: part },
    result: part.row,
  });
}

/** Changes what is promised for jobs that are created from then on; clocks that run keep what they began with. */
export async function changePolicy(
  ctx: Ctx,
  { id, match: asked, ...more }: Inside<z.output<typeof ChangeSlaPolicy>> & { id: number },
): Promise<SlaPolicy> {
  const input = { ...more, ...(asked && { match: { ...ANYTHING, ...asked } }) };
  if (input.targets) assertTargets(input.targets);
  const { policy, current, ...missing } = await load(ctx, {
    policy: policies.one(ctx, id),
    current: input.isDefault ? defaultPolicy(ctx) : undefined,
    ...missingInMatch(ctx, input.match),
  });
  policies.assertCurrent(ctx, policy);
  if (input.match) assertKnown(input.match, missing);
  const after = { ...policy, ...input };
  if ((policy.isDefault || after.isDefault) && !(after.isDefault && after.isEnabled)) throw noDefaultLeft(id);
  const part = policies.change(ctx, policy, input);
  return await commit(ctx, {
    parts: [
      ...(input.calendarId ? holdCalendar(ctx, input.calendarId) : []),
      current && current.id !== id && stepDown(ctx, current),
      part,
    ],
    audit: { action: "change", of: part },
    result: part.row,
  });
}

/** Removes a policy; the default only as the last one. */
export async function removePolicy(ctx: Ctx, id: number): Promise<SlaPolicy> {
  const { policy } = await load(ctx, { policy: policies.one(ctx, id) });
  policies.assertCurrent(ctx, policy);
  const part = policies.remove(ctx, policy, leavesDefault(ctx), noDefaultLeft(id));
  return await commit(ctx, { parts: [part], audit: { action: "remove", of: part }, result: policy });
}
