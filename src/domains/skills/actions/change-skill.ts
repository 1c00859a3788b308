import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { followSkill } from "../repo.ts";
import type { ChangeSkill, CreateSkill } from "../schemas.ts";
import { type Skill, skills } from "../tables.ts";

/** Adds a skill that technicians may have. */
export async function addSkill(ctx: Ctx, input: Inside<z.output<typeof CreateSkill>>): Promise<Skill> {
  const part = skills.insert(ctx, { ...input, id: skills.newId(), isActive: true });
  return await commit(ctx, { parts: [part], audit: { action: "add", of: part }, result: part.row });
}

/** Changes a skill, or takes it out of use: technicians keep it, and it counts for nothing. */
export async function changeSkill(
  ctx: Ctx,
  { id, ...change }: Inside<z.output<typeof ChangeSkill>> & { id: number },
): Promise<Skill> {
  const { skill } = await load(ctx, { skill: skills.one(ctx, id) });
  skills.assertCurrent(ctx, skill);
  const part = skills.change(ctx, skill, change);
  const { name, requiresCertification } = part.row;
  const isOther = name !== skill.name || requiresCertification !== skill.requiresCertification;
  return await commit(ctx, {
    parts: [part, isOther && followSkill(ctx, part.row)],
    audit: { action: "change", of: part },
    result: part.row,
  });
}
