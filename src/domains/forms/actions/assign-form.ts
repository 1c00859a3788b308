import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { agreementPlans } from "#/domains/agreements/index.ts";
import { jobPriorities } from "#/domains/dispatch/index.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { badAssignmentValue, formNotPublished } from "../errors.ts";
import type { AddFormAssignment } from "../schemas.ts";
import { assignments, type FormAssignment, forms } from "../tables.ts";

type Asked = Inside<z.output<typeof AddFormAssignment>>;

/** Says which jobs need a form, and when. */
export async function assignForm(ctx: Ctx, asked: Asked): Promise<FormAssignment> {
  const value = meantValue(asked);
  const isOfPlan = asked.appliesTo === "agreement_plan";
  const { form } = await load(ctx, {
    form: forms.one(ctx, asked.formId, "form_id"),
    plan: isOfPlan ? agreementPlans.one(ctx, Number(value), "value") : undefined,
  });
  if (form.status !== "published") throw formNotPublished(form.id, "form_id");
  const part = assignments.insert(ctx, { ...asked, value, id: assignments.newId() });
  return await commit(ctx, { parts: [part], audit: { action: "add", of: part }, result: part.row });
}

function meantValue({ appliesTo, value }: Asked): string {
  if (appliesTo === "all") {
    if (value !== undefined) throw badAssignmentValue("must be absent where the form is for all jobs");
    return "";
  }
  if (value === undefined) throw badAssignmentValue(`is required: which ${appliesTo} is meant`);
  if (appliesTo === "priority" && !(jobPriorities as readonly string[]).includes(value))
    throw badAssignmentValue(`must be one of: ${jobPriorities.join(", ")}`);
  if (appliesTo === "agreement_plan" && !/^[1-9]\d{0,14}$/.test(value))
    throw badAssignmentValue("must be the id of an agreement plan");
  return appliesTo === "customer_tag" ? value.toLowerCase() : value;
}

/** Jobs need the form no longer. */
export async function unassignForm(ctx: Ctx, id: number): Promise<FormAssignment> {
  const { assignment } = await load(ctx, { assignment: assignments.one(ctx, id) });
  assignments.assertCurrent(ctx, assignment);
  const part = assignments.remove(ctx, assignment);
  return await commit(ctx, { parts: [part], audit: { action: "remove", of: part }, result: assignment });
}
