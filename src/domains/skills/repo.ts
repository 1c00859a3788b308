import { and, asc, eq, gte, lte, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { listed } from "#/db/tenant/bulk.ts";
import { first, named, q } from "#/db/tenant/client.ts";
import type { ListInput } from "#/db/tenant/page.ts";
import { prepared, type Slot } from "#/db/tenant/prepared.ts";
import { touched } from "#/db/tenant/stamps.ts";
import { technicianNames } from "#/domains/technicians/index.ts";
import { type LocalDate, plusDays } from "#/kernel/time.ts";
import { presented } from "./present.ts";
import { type Notice, noticeRange } from "./rules.ts";
import {
  type Skill,
  skills,
  skillTable,
  type TechnicianSkill,
  technicianSkills,
  technicianSkillTable,
} from "./tables.ts";

export const listSkills = (
  ctx: Ctx,
  { category, isActive, ...input }: ListInput & { category?: string | undefined; isActive?: boolean | undefined },
) => skills.list(ctx, input, { equals: { category, isActive } });

/** Every skill; there are few (tables.ts). */
export const allSkills = (ctx: Ctx) =>
  q.select().from(skillTable).where(eq(skillTable.tenantId, ctx.tenant.id)).orderBy(asc(skillTable.id));

type Filter = {
  technicianId?: number | undefined;
  skillId?: number | undefined;
  certifiedUntilTo?: LocalDate | undefined;
};

export async function listTechnicianSkills(
  ctx: Ctx,
  { technicianId, skillId, certifiedUntilTo, ...input }: ListInput & Filter,
) {
  const page = await technicianSkills.list(ctx, input, {
    equals: { technicianId, skillId },
    filters: [certifiedUntilTo === undefined ? undefined : lte(technicianSkillTable.certifiedUntil, certifiedUntilTo)],
  });
  return { ...page, items: page.items.map((one) => presented(ctx, one)) };
}

/** Brings the name of a skill, and whether it asks for a certificate, to those who have it. */
export const followSkill = (ctx: Ctx, { id, name, requiresCertification }: Skill) =>
  q
    .update(technicianSkillTable)
    .set({ skillName: name, requiresCertification, ...touched(ctx, technicianSkillTable) })
    .where(and(eq(technicianSkillTable.tenantId, ctx.tenant.id), eq(technicianSkillTable.skillId, id)));

/** What a technician has of one skill, or nothing. */
export const technicianSkillOf = prepared((tenantId: Slot<string>, technicianId: Slot<number>, skillId: Slot<number>) =>
  first(
    q
      .select()
      .from(technicianSkillTable)
      .where(
        and(
          eq(technicianSkillTable.tenantId, tenantId),
          eq(technicianSkillTable.technicianId, technicianId),
          eq(technicianSkillTable.skillId, skillId),
        ),
      ),
  ),
);

/** What all technicians can do, for suggestions and plans: skills that are in use alone. */
export const skillsOfTechnicians = (ctx: Ctx) =>
  q
    .select({
      technicianId: technicianSkillTable.technicianId,
      skillId: technicianSkillTable.skillId,
      level: technicianSkillTable.level,
      certifiedUntil: technicianSkillTable.certifiedUntil,
      requiresCertification: technicianSkillTable.requiresCertification,
    })
    .from(technicianSkillTable)
    .innerJoin(
      skillTable,
      and(eq(skillTable.tenantId, technicianSkillTable.tenantId), eq(skillTable.id, technicianSkillTable.skillId)),
    )
    .where(and(eq(technicianSkillTable.tenantId, ctx.tenant.id), eq(skillTable.isActive, true)));

/** What technicians can do whose id or whose very name is in one of these JSON arrays. */
export const technicianSkillsNamed = (ctx: Ctx, ids: string, names: string) =>
  q
    .select()
    .from(technicianSkillTable)
    .where(
      and(
        eq(technicianSkillTable.tenantId, ctx.tenant.id),
        sql`(${technicianSkillTable.technicianId} in (select value from json_each(${ids})) or ${technicianSkillTable.technicianId} in
          (select id from ${technicianNames(ctx.tenant.id)} where name in (select value from json_each(${names}))))`,
      ),
    );

/** Certificates of active technicians that end around a day, as far as a notice can be due. */
export const certificatesAround = (ctx: Ctx, day: LocalDate) =>
  q
    .select({
      id: named(technicianSkillTable.id, "own_id"),
      technicianId: technicianSkillTable.technicianId,
      technicianName: sql<string>`person.name`.as("technician_name"),
      skillId: technicianSkillTable.skillId,
      skillName: technicianSkillTable.skillName,
      certifiedUntil: technicianSkillTable.certifiedUntil,
      certificateNumber: technicianSkillTable.certificateNumber,
      told: technicianSkillTable.told,
    })
    .from(technicianSkillTable)
    .innerJoin(
      skillTable,
      and(
        eq(skillTable.tenantId, technicianSkillTable.tenantId),
        eq(skillTable.id, technicianSkillTable.skillId),
        eq(skillTable.isActive, true),
      ),
    )
    .innerJoin(
      sql`${technicianNames(ctx.tenant.id)} person`,
      sql`person.id = ${technicianSkillTable.technicianId} and person.is_active`,
    )
    .where(
      and(
        eq(technicianSkillTable.tenantId, ctx.tenant.id),
        gte(technicianSkillTable.certifiedUntil, plusDays(day, -noticeRange.before)),
        lte(technicianSkillTable.certifiedUntil, plusDays(day, noticeRange.after)),
      ),
    )
    .orderBy(asc(technicianSkillTable.certifiedUntil), asc(technicianSkillTable.id));

type Told = { id: number; certifiedUntil: LocalDate; notice: Notice };

/** Notes what was told. A certificate that was renewed meanwhile is left alone. */
export const noteTold = (ctx: Ctx, told: readonly Told[]) =>
  q
    .update(technicianSkillTable)
    .set({ told: sql`t.value ->> 'notice'` })
    .from(sql`${listed(JSON.stringify(told))} t`)
    .where(
      and(
        eq(technicianSkillTable.tenantId, ctx.tenant.id),
        sql`${technicianSkillTable.id} = t.value ->> 'id' and ${technicianSkillTable.certifiedUntil} = t.value ->> 'certifiedUntil'`,
      ),
    );

/** Rows of a statement: their JSON stays far below what a parameter may have. */
const AT_ONCE = 2000;
const inPieces = <T>(rows: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(rows.length / AT_ONCE) }, (_, i) => rows.slice(i * AT_ONCE, (i + 1) * AT_ONCE));

const changing = [
  "level",
  "certifiedUntil",
  "certificateNumber",
  "verifiedBy",
  "told",
  "updatedAt",
  "version",
] as const;
const field = (column: string) => sql`r.value ->> ${sql.raw(`'${column}'`)}`;
const fields = (...columns: string[]) => sql.join(columns.map(field), sql`, `);

/** Many new rows, with the names that their skills have at that moment. */
export const insertMany = (ctx: Ctx, rows: readonly TechnicianSkill[]) =>
  inPieces(rows).map((some) =>
    q.insert(technicianSkillTable).select(sql`
      select ${ctx.tenant.id}, ${fields("id", "technicianId", "skillId")}, s.name, s.requires_certification,
        ${fields(...changing.slice(0, -2), "createdAt", "updatedAt", "version")}
      from json_each(${JSON.stringify(some)}) r cross join skills s on s.tenant_id = ${ctx.tenant.id} and s.id = r.value ->> 'skillId'`),
  );

/** Many rows that were there, as they are now. */
export const updateMany = (ctx: Ctx, rows: readonly TechnicianSkill[]) =>
  inPieces(rows).map((some) =>
    q
      .update(technicianSkillTable)
      .set(Object.fromEntries(changing.map((column) => [column, field(column)])))
      .from(sql`${listed(JSON.stringify(some))} r`)
      .where(and(eq(technicianSkillTable.tenantId, ctx.tenant.id), sql`${technicianSkillTable.id} = r.value ->> 'id'`)),
  );
