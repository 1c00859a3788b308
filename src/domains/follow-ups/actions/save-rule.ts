import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { redoDailyRun } from "#/db/tenant/daily.ts";
import { load } from "#/db/tenant/load.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { ruleRefused } from "../errors.ts";
import { templateCalled, templateOfRule } from "../repo.ts";
import { type Asked, problemsOfRule } from "../rule-check.ts";
import type { ChangeFollowUpRule, CreateFollowUpRule } from "../rule-schemas.ts";
import { type FollowUpRule, followUpRules } from "../tables.ts";
import { PLANNING } from "./plan-day.ts";

type Template = Parameters<typeof problemsOfRule>[1];
function assertFits(rule: Asked, template: Template): void {
  const problems = problemsOfRule(rule, template);
  const texts = Object.entries(problems).map(([field, problem]) => `${field} ${problem}`);
  if (texts.length > 0) throw ruleRefused(problems, texts.join("; "));
}

/** What is due today by another rule is planned today, and what nobody wants any more is ended: however many, in portions. */
const again = (ctx: Ctx) => redoDailyRun(ctx, PLANNING);

/** Adds a rule. What began before `active_from`, which is now where nobody says otherwise, is left alone. */
export async function addRule(ctx: Ctx, asked: Inside<z.output<typeof CreateFollowUpRule>>): Promise<FollowUpRule> {
  const input = { ...asked, template: asked.template ?? null, taskText: asked.taskText ?? null };
  const { template } = await load(ctx, { template: input.template ? templateCalled(ctx, input.template) : undefined });
  assertFits(input, template);
  const part = followUpRules.insert(ctx, {
    ...input,
    id: followUpRules.newId(),
    activeFrom: input.activeFrom ?? ctx.now,
    revision: 1,
  });
  return await commit(ctx, {
    parts: [part, part.row.enabled && again(ctx)],
    audit: { action: "add", of: part },
    result: part.row,
  });
}

/** Changes a rule. Whoever switches one on means what begins from then on, unless they say since when. */
export async function changeRule(
  ctx: Ctx,
  { id, ...change }: Inside<z.output<typeof ChangeFollowUpRule>> & { id: number },
): Promise<FollowUpRule> {
  const { rule, template } = await load(ctx, {
    rule: followUpRules.one(ctx, id),
    template:
      change.template === undefined
        ? templateOfRule(ctx, id)
        : change.template === null
          ? undefined
          : templateCalled(ctx, change.template),
  });
  followUpRules.assertCurrent(ctx, rule);
  const isSwitchedOn = change.enabled === true && !rule.enabled;
  const isOtherTime = (["trigger", "offset", "sendAtLocal"] as const).some(
    (name) => change[name] !== undefined && JSON.stringify(change[name]) !== JSON.stringify(rule[name]),
  );
  const part = followUpRules.change(ctx, rule, {
    ...change,
    ...(isSwitchedOn && change.activeFrom === undefined && { activeFrom: ctx.now }),
    ...(isOtherTime && { revision: rule.revision + 1 }),
  });
  // a rule whose template was removed meanwhile can still be switched off
  if (part.row.enabled || Object.keys(change).some((name) => name !== "enabled")) assertFits(part.row, template);
  return await commit(ctx, {
    parts: [part, (rule.enabled || part.row.enabled) && again(ctx)],
    audit: { action: "change", of: part },
    result: part.row,
  });
}

/** Removes a rule. What it has planned is cancelled within minutes, and at its moment at the latest. */
export async function removeRule(ctx: Ctx, id: number): Promise<FollowUpRule> {
  const { rule } = await load(ctx, { rule: followUpRules.one(ctx, id) });
  followUpRules.assertCurrent(ctx, rule);
  const part = followUpRules.remove(ctx, rule);
  return await commit(ctx, { parts: [part, again(ctx)], audit: { action: "remove", of: part }, result: rule });
}
