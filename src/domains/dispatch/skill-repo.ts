import { and, eq } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import type { Write } from "#/db/tenant/commit.ts";
import { must, touch } from "#/db/tenant/guards.ts";
import { prepared, type Slot } from "#/db/tenant/prepared.ts";
import { skills } from "#/domains/skills/index.ts";
import { notFound } from "#/kernel/errors.ts";
import type { RequiredSkill } from "./rules.ts";

const { table } = skills;
const touchSkill = prepared((tenantId: Slot<string>, id: Slot<number>) =>
  touch(table, and(eq(table.tenantId, tenantId), eq(table.id, id))),
);

/** Refuses a skill that is not there, within the commit: a new job must read nothing first. */
export const holdSkills = (ctx: Ctx, required: readonly RequiredSkill[] = []): Write[] =>
  required.flatMap(({ skillId }, i) => [
    touchSkill(ctx, skillId),
    must(notFound("skill", skillId, `required_skills.${i}.skill_id`)),
  ]);
