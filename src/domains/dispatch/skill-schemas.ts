import { Id, z } from "#/kernel/fields.ts";

/** A skill as a job asks for it. */
export const RequiredSkill = z.object({ skill_id: z.int(), min_level: z.int(), mandatory: z.boolean() });

/** Most skills that a job asks for. */
const MOST_SKILLS = 20;
export const RequiredSkills = z
  .array(
    z.strictObject({
      skill_id: Id,
      min_level: z.int().min(1).max(5).default(1),
      mandatory: z.boolean().default(true),
    }),
  )
  .max(MOST_SKILLS)
  .refine((all) => new Set(all.map((one) => one.skill_id)).size === all.length, "must not name a skill twice");
