import type { Ctx } from "#/ctx.ts";
import { type Audit, commit, type Part } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { templates } from "#/domains/communications/index.ts";
import { type PresetName, presetNames, presetOf } from "../presets.ts";
import { rulesOf, templatesCalled } from "../repo.ts";
import { kindOf } from "../rule-check.ts";
import { type FollowUpRule, followUpRules } from "../tables.ts";

/** What the template of a ready-made rule is called. */
const templateName = (preset: PresetName): string => `follow-up-${preset}`;

/** Takes over ready-made rules, switched off, with their templates. One that the business has already stays as it is. */
export async function takePresets(
  ctx: Ctx,
  { presets = presetNames }: { presets?: readonly PresetName[] | undefined },
) {
  const wanted = [...new Set(presets)];
  const { rules, found, lastRule, lastTemplate } = await load(ctx, {
    lastRule: followUpRules.nextId(ctx, wanted.length),
    lastTemplate: templates.nextId(ctx, wanted.length),
    rules: rulesOf(ctx),
    found: templatesCalled(ctx, wanted.map(templateName)),
  });
  const had = new Map(rules.map((rule) => [rule.preset, rule]));
  const parts: Part[] = [];
  const audit: Audit[] = [];
  const taken = wanted.map((name, i): FollowUpRule => {
    const idOf = (last: number) => last - wanted.length + 1 + i;
    const rule = had.get(name);
    if (rule) return rule;
    const { message, ...saying } = presetOf(name);
    const template = templateName(name);
    if (!found.some((one) => one.name === template))
      parts.push(
        templates.insert(ctx, {
          ...{ id: idOf(lastTemplate), name: template, kind: kindOf(saying.trigger), channel: "email", ...message },
        }),
      );
    const part = followUpRules.insert(ctx, {
      ...saying,
      ...{ id: idOf(lastRule), preset: name, enabled: false, template, activeFrom: ctx.now, revision: 1 },
    });
    parts.push(part);
    audit.push({ action: "add", of: part });
    return part.row;
  });
  return await commit(ctx, { parts, audit, result: { rules: taken, made: audit.length } });
}
