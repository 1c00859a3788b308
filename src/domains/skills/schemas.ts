import { DateField, FlagText, IdText, InstantOut, line, namesAField, z } from "#/kernel/fields.ts";
import { fileReport } from "#/kernel/file-report.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";

const example = { name: "EPA 608 Universal", category: "Refrigerants", requires_certification: true };

export const Skill = z
  .object({
    id: z.int(),
    name: z.string(),
    category: z.string().nullable(),
    requires_certification: z.boolean(),
    is_active: z.boolean(),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int(),
  })
  .openapi("Skill", {
    example: {
      id: 2,
      ...example,
      is_active: true,
      created_at: "2026-03-01T12:00:00.000Z",
      updated_at: "2026-03-01T12:00:00.000Z",
      version: 1,
    },
  });
export const SkillPage = pageOf("SkillPage", Skill);
export const SkillQuery = PageQuery.extend({
  category: line(80).optional(),
  is_active: FlagText.optional(),
  sort: sortBy("id", "updated_at"),
});

export const CreateSkill = z
  .strictObject({
    name: line(80),
    category: line(80).nullable().optional(),
    requires_certification: z.boolean().default(false),
  })
  .openapi("CreateSkill", { example });
export const ChangeSkill = z
  .strictObject({
    name: line(80).optional(),
    category: line(80).nullable().optional(),
    requires_certification: z.boolean().optional(),
    is_active: z.boolean().optional(),
  })
  .refine(...namesAField)
  .openapi("ChangeSkill", { example: { category: "HVAC" } });

const Level = z.int().min(1).max(5);
const terms = { level: 3, certified_until: "2027-06-30", certificate_number: "608-1234567" };

export const TechnicianSkill = z
  .object({
    id: z.int(),
    technician_id: z.int(),
    skill_id: z.int(),
    skill_name: z.string(),
    requires_certification: z.boolean(),
    level: z.int(),
    certified_until: z.iso.date().nullable().openapi({ example: "2027-06-30" }),
    certificate_number: z.string().nullable(),
    certificate: z.enum(["none", "missing", "valid", "expires_soon", "expired"]).openapi({
      description:
        "what it is worth today: `missing` where the skill asks for a certificate and there is none, `expires_soon` in its last 30 days; `none`: not asked for",
    }),
    verified_by: z.string(),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int(),
  })
  .openapi("TechnicianSkill", {
    example: {
      id: 7,
      technician_id: 1,
      skill_id: 2,
      skill_name: example.name,
      requires_certification: true,
      ...terms,
      certificate: "valid",
      verified_by: "user:1",
      created_at: "2026-03-01T12:00:00.000Z",
      updated_at: "2026-03-01T12:00:00.000Z",
      version: 1,
    },
  });
export const TechnicianSkillPage = pageOf("TechnicianSkillPage", TechnicianSkill);
export const TechnicianSkillQuery = PageQuery.extend({
  technician_id: IdText.optional(),
  skill_id: IdText.optional(),
  certified_until_to: DateField.optional().openapi({
    description: "only certificates whose last day is this one or earlier",
  }),
  sort: sortBy("id", "updated_at"),
});

export const SetTechnicianSkill = z
  .strictObject({
    level: Level,
    certified_until: DateField.nullable().optional(),
    certificate_number: line(80).nullable().optional(),
  })
  .openapi("SetTechnicianSkill", { example: terms });

const id = (name: string) => IdText.openapi({ param: { name, in: "path" } });
export const TechnicianSkillParams = z.object({ technician_id: id("technician_id"), skill_id: id("skill_id") });

export const SkillFile = z
  .object({
    ...fileReport,
    added: z.int().openapi({ description: "skills that technicians got" }),
    changed: z.int().openapi({ description: "skills that technicians had, with another level or certificate" }),
  })
  .openapi("SkillFile", {
    example: {
      rows: 40,
      added: 36,
      changed: 1,
      unchanged: 2,
      failed: 1,
      problems: [{ row: 7, message: 'skill: there is no skill "Welding".' }],
      warnings: [],
    },
  });

export const SkillNotice = z
  .object({
    technician_id: z.int(),
    technician_name: z.string().openapi({ description: "the technician's name" }),
    skill_id: z.int(),
    skill_name: z.string(),
    certified_until: z.iso.date(),
    certificate_number: z.string().nullable(),
    days_left: z.int().openapi({ description: "days to its last day; negative when that is over" }),
  })
  .openapi("SkillNotice", {
    example: {
      technician_id: 1,
      technician_name: "Mike Johnson",
      skill_id: 2,
      skill_name: example.name,
      certified_until: "2027-06-30",
      certificate_number: "608-1234567",
      days_left: 30,
    },
  });
