import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { addSkill, changeSkill } from "./actions/change-skill.ts";
import { importSkills } from "./actions/import-skills.ts";
import { removeTechnicianSkill, setTechnicianSkill } from "./actions/set-skill.ts";
import { listSkills, listTechnicianSkills } from "./repo.ts";
import {
  ChangeSkill,
  CreateSkill,
  SetTechnicianSkill,
  Skill,
  SkillFile,
  SkillPage,
  SkillQuery,
  TechnicianSkill,
  TechnicianSkillPage,
  TechnicianSkillParams,
  TechnicianSkillQuery,
} from "./schemas.ts";
import { skills } from "./tables.ts";

const BASE = "/admin/technician-skills";

export const routes = [
  endpoint({
    method: "get",
    path: BASE,
    operationId: "listTechnicianSkills",
    summary: "List what technicians can do",
    description:
      "A row for each skill of each technician, with its level and certificate. The skills themselves are at `/admin/technician-skills/skills`.",
    by: "user",
    permission: "dispatch:read",
    query: TechnicianSkillQuery,
    response: TechnicianSkillPage,
    handler: (ctx, { query }) => listTechnicianSkills(ctx, query),
  }),
  endpoint({
    method: "get",
    path: `${BASE}/skills`,
    operationId: "listSkills",
    summary: "List skills",
    by: "user",
    permission: "dispatch:read",
    query: SkillQuery,
    response: SkillPage,
    handler: (ctx, { query }) => listSkills(ctx, query),
  }),
  endpoint({
    method: "post",
    path: `${BASE}/skills`,
    operationId: "addSkill",
    summary: "Add a skill",
    by: "user",
    permission: "dispatch:write",
    body: CreateSkill,
    response: Skill,
    status: 201,
    handler: (ctx, { body }) => addSkill(ctx, body),
  }),
  endpoint({
    method: "get",
    path: `${BASE}/skills/{id}`,
    operationId: "getSkill",
    summary: "Get a skill",
    by: "user",
    permission: "dispatch:read",
    params: IdParams,
    response: Skill,
    handler: (ctx, { params }) => skills.get(ctx, params.id),
  }),
  endpoint({
    method: "patch",
    path: `${BASE}/skills/{id}`,
    operationId: "changeSkill",
    summary: "Change a skill",
    description: "`is_active: false` takes it out of use: technicians keep it, and it counts for nothing.",
    by: "user",
    permission: "dispatch:write",
    params: IdParams,
    body: ChangeSkill,
    response: Skill,
    handler: (ctx, { params, body }) => changeSkill(ctx, { id: params.id, ...body }),
  }),
  endpoint({
    method: "post",
    path: `${BASE}/import`,
    operationId: "importTechnicianSkills",
    summary: "Import technicians' skills from a CSV file",
    description:
      "Columns `technician` or `technician_id`, `skill` or `skill_id`, `level`, `certified_until` and `certificate_number`; up to 10,000 rows. A technician's skill that is there already is changed. Rows that are wrong are told and stop no others.",
    by: "user",
    permission: "dispatch:write",
    upload: {
      types: ["text/csv"],
      maxBytes: 2 * 1024 * 1024,
      example: btoa("technician,skill,level,certified_until\r\nMike Johnson,EPA 608,3,2027-06-30\r\n"),
    },
    response: SkillFile,
    handler: (ctx, { file: { bytes } }) => importSkills(ctx, bytes),
  }),
  endpoint({
    method: "put",
    path: `${BASE}/{technician_id}/{skill_id}`,
    operationId: "setTechnicianSkill",
    summary: "Set a skill of a technician",
    description:
      "Its level from 1 to 5, and the certificate where there is one. We tell of its end: by the events `skill.expiring` (30 and 7 days before) and `skill.expired`, and by mail.",
    by: "user",
    permission: "dispatch:write",
    params: TechnicianSkillParams,
    body: SetTechnicianSkill,
    response: TechnicianSkill,
    handler: (ctx, { params, body }) => setTechnicianSkill(ctx, params, body),
  }),
  endpoint({
    method: "delete",
    path: `${BASE}/{technician_id}/{skill_id}`,
    operationId: "removeTechnicianSkill",
    summary: "Take a skill from a technician",
    by: "user",
    permission: "dispatch:write",
    params: TechnicianSkillParams,
    response: TechnicianSkill,
    handler: (ctx, { params }) => removeTechnicianSkill(ctx, params),
  }),
];
