import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { assertVersion } from "#/db/tenant/stamps.ts";
import { technicians } from "#/domains/technicians/index.ts";
import { changedMeanwhile, notFound } from "#/kernel/errors.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { skillInactive } from "../errors.ts";
import { presented } from "../present.ts";
import { technicianSkillOf } from "../repo.ts";
import type { SetTechnicianSkill } from "../schemas.ts";
import { skills, technicianSkills } from "../tables.ts";

type Which = { technicianId: number; skillId: number };

/** Says how well a technician can do something, and until when they are certified. With another date its notices begin again. */
export async function setTechnicianSkill(
  ctx: Ctx,
  { technicianId, skillId }: Which,
  { level, certifiedUntil = null, certificateNumber = null }: Inside<z.output<typeof SetTechnicianSkill>>,
) {
  const { skill, current, id } = await load(ctx, {
    technician: technicians.one(ctx, technicianId),
    skill: skills.one(ctx, skillId),
    current: technicianSkillOf(ctx, technicianId, skillId),
    id: technicianSkills.nextId(ctx),
  });
  assertVersion(ctx, technicianSkills.entity, { id: current?.id ?? id, version: current?.version });
  if (!current && !skill.isActive) throw skillInactive(skillId);
  const told = current && current.certifiedUntil === certifiedUntil ? current.told : null;
  const ofSkill = { skillName: skill.name, requiresCertification: skill.requiresCertification };
  const terms = { level, certifiedUntil, certificateNumber, verifiedBy: actorName(ctx.actor), told };
  const part = current
    ? technicianSkills.change(ctx, current, terms)
    : technicianSkills.insert(ctx, { id, technicianId, skillId, ...ofSkill, ...terms });
  const { ifMatch, ifNoneMatch } = ctx.asked;
  const raced = changedMeanwhile(technicianSkills.entity, part.row.id, (ifMatch ?? ifNoneMatch) !== undefined);
  return await commit(ctx, {
    // a new row has the name that the skill has at that moment
    parts: [{ ...part, refusals: { [KEY]: raced } }, !current && skills.hold(ctx, skill)],
    audit: { action: "set", of: part },
    result: presented(ctx, part.row),
  });
}

/** The unique index that a second request for a first skill meets. */
export const KEY = "technician_skills.tenant_id, technician_skills.technician_id, technician_skills.skill_id";

/** Takes a skill from a technician. */
export async function removeTechnicianSkill(ctx: Ctx, { technicianId, skillId }: Which) {
  const { current } = await load(ctx, {
    technician: technicians.one(ctx, technicianId),
    skill: skills.one(ctx, skillId),
    current: technicianSkillOf(ctx, technicianId, skillId),
  });
  if (!current) throw notFound("technician_skill", `${technicianId}/${skillId}`);
  technicianSkills.assertCurrent(ctx, current);
  const part = technicianSkills.remove(ctx, current);
  return await commit(ctx, {
    parts: [part],
    audit: { action: "remove", of: part },
    result: presented(ctx, current),
  });
}
