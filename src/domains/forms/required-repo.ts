import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { mapped, q } from "#/db/tenant/client.ts";
import type { Field } from "./fields.ts";
import type { Due, FormKind } from "./statuses.ts";

// Which forms jobs need: `a` is the assignment, `j` the job, `f` the form. Where a business has assigned nothing, no row is read.

const applies: SQL = sql`(a.applies_to = 'all'
  or a.applies_to = 'job_type' and lower(a.value) = lower(j.job_type)
  or a.applies_to = 'priority' and a.value = j.priority
  or a.applies_to = 'customer_tag' and exists (select 1 from customer_tags t
    where t.tenant_id = j.tenant_id and t.tag = a.value and t.customer_id = j.customer_id)
  or a.applies_to = 'agreement_plan' and exists (select 1 from service_agreements g indexed by service_agreements_by_customer
    where g.tenant_id = j.tenant_id and g.customer_id = j.customer_id and g.plan_id = cast(a.value as integer) and g.status = 'active'))`;

const assigned = (jobId: number, by: SQL = sql``): SQL => sql`from form_assignments a ${by}
  cross join dispatch_jobs j on j.tenant_id = a.tenant_id and j.id = ${jobId}
  cross join forms f on f.tenant_id = a.tenant_id and f.id = a.form_id and f.status = 'published'`;

/** The forms without which a job does not go on: required for it then, and not submitted. Not a builder, which whoever awaits it would run. */
export const missingForms = (ctx: Ctx, jobId: number, due: Due) =>
  mapped(
    q.select({ id: sql<number>`id`.as("id"), name: sql<string>`name`.as("name") }).from(
      sql`(select distinct f.id, f.name ${assigned(jobId, sql`indexed by form_assignments_required`)}
        where a.tenant_id = ${ctx.tenant.id} and a.due = ${due} and a.required = 1 and ${applies}
          and not exists (select 1 from form_submissions s indexed by form_submissions_of_job
            where s.tenant_id = a.tenant_id and s.job_id = j.id and s.form_id = f.id and s.status <> 'void' and s.status = 'submitted')
        order by f.id limit 20)`,
    ),
    (rows) => rows,
  );

export type FormOfJob = {
  formId: number;
  name: string;
  kind: FormKind;
  due: Due | null;
  required: boolean;
  formVersion: number;
  fields: Field[];
};

/** The forms that are assigned to a job, and those that were begun for it, by the versions to fill in; a form comes once for each reason. */
export const formsOfJob = (ctx: Ctx, jobId: number) =>
  mapped(
    q
      .select({
        formId: sql<number>`form_id`.as("form_id"),
        name: sql<string>`name`.as("name"),
        kind: sql<FormKind>`kind`.as("kind"),
        due: sql<Due | null>`due`.as("due"),
        required: sql<number>`required`.as("required"),
        formVersion: sql<number>`form_version`.as("form_version"),
        fields: sql<string>`fields`.as("fields"),
      })
      .from(
        sql`(select f.id as form_id, f.name, f.kind, a.due, a.required, v.form_version, v.fields ${assigned(jobId)}
          cross join form_versions v on v.tenant_id = f.tenant_id and v.form_id = f.id and v.form_version = f.current_version
          where a.tenant_id = ${ctx.tenant.id} and ${applies}
        union all select s.form_id, s.form_name, f.kind, null, 0, s.form_version, v.fields from form_submissions s
          cross join forms f on f.tenant_id = s.tenant_id and f.id = s.form_id
          cross join form_versions v on v.tenant_id = s.tenant_id and v.form_id = s.form_id and v.form_version = s.form_version
          where s.tenant_id = ${ctx.tenant.id} and s.job_id = ${jobId} and s.status <> 'void')`,
      ),
    (rows): FormOfJob[] =>
      rows.map((row) => ({ ...row, required: row.required === 1, fields: JSON.parse(row.fields) as Field[] })), // safe: ours
  );
