import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { flag, id, localDate, stamps, tenantId } from "#/db/columns.ts";
import { resource } from "#/db/tenant/resource.ts";
import { fold } from "#/kernel/fold.ts";
import { skillNameTaken, tooManySkills } from "./errors.ts";
import type { Notice } from "./rules.ts";

export const skillTable = sqliteTable(
  "skills",
  {
    tenantId: tenantId(),
    id: id(),
    name: text("name").notNull(),
    /** The folded name: two skills have different ones. */
    nameKey: text("name_key").notNull(),
    category: text("category"),
    requiresCertification: flag("requires_certification").notNull(),
    isActive: flag("is_active").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("skills_name").on(t.tenantId, t.nameKey),
    index("skills_by_update").on(t.tenantId, t.updatedAt, t.id),
  ],
);

/** What a technician can do. */
export const technicianSkillTable = sqliteTable(
  "technician_skills",
  {
    tenantId: tenantId(),
    id: id(),
    technicianId: integer("technician_id").notNull(),
    skillId: integer("skill_id").notNull(),
    /** Of the skill, and changed with it: a page of these rows reads no other table. */
    skillName: text("skill_name").notNull(),
    requiresCertification: flag("requires_certification").notNull(),
    /** 1 to 5. */
    level: integer("level").notNull(),
    /** The last day on which the certificate is valid. */
    certifiedUntil: localDate("certified_until"),
    certificateNumber: text("certificate_number"),
    /** Who entered it. */
    verifiedBy: text("verified_by").notNull(),
    /** The last notice of this certificate's end. */
    told: text("told").$type<Notice>(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("technician_skills_key").on(t.tenantId, t.technicianId, t.skillId),
    index("technician_skills_by_skill").on(t.tenantId, t.skillId, t.id),
    index("technician_skills_by_update").on(t.tenantId, t.updatedAt, t.id),
    index("technician_skills_by_certificate").on(t.tenantId, t.certifiedUntil, t.id),
  ],
);

/** A business needs no more, and plans read all. */
const MOST_SKILLS = 300;

/** What technicians may be able to do. */
export const skills = resource("skill", skillTable, {
  derived: ({ name }) => ({ nameKey: fold(name) }),
  unlogged: ["nameKey"],
  limit: { most: MOST_SKILLS, refusal: tooManySkills(MOST_SKILLS) },
  refusals: ({ name }) => ({ "skills.tenant_id, skills.name_key": skillNameTaken(name) }),
});
export type Skill = typeof skillTable.$inferSelect;

export const technicianSkills = resource("technician_skill", technicianSkillTable, { unlogged: ["told"] });
export type TechnicianSkill = typeof technicianSkillTable.$inferSelect;
