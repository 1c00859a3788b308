import { and, desc, eq, isNull, or, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, q } from "#/db/tenant/client.ts";
import { type ListInput, type LogInput, listLog } from "#/db/tenant/page.ts";
import { insertInto, prepared, type Slot } from "#/db/tenant/prepared.ts";
import { assignments, type Form, type FormAssignment, forms, versionTable } from "./tables.ts";

const { table: formTable } = forms;

export const listForms = (ctx: Ctx, { status, kind, ...input }: ListInput & Partial<Pick<Form, "status" | "kind">>) =>
  forms.list(ctx, input, { equals: { status, kind }, total: status && !kind ? status : undefined });

export const listAssignments = (ctx: Ctx, { formId, ...input }: ListInput & Partial<Pick<FormAssignment, "formId">>) =>
  assignments.list(ctx, input, { equals: { formId } });

export const insertVersion = insertInto(versionTable);

const ofForm = (tenantId: Slot<string> | string, formId: Slot<number> | number) =>
  and(eq(versionTable.tenantId, tenantId), eq(versionTable.formId, formId));

/** A version of a form, or undefined. */
export const versionOf = prepared((tenantId: Slot<string>, formId: Slot<number>, version: Slot<number>) =>
  first(
    q
      .select()
      .from(versionTable)
      .where(and(ofForm(tenantId, formId), eq(versionTable.formVersion, version))),
  ),
);

/** The version that was published last, or undefined. */
export const lastVersion = prepared((tenantId: Slot<string>, formId: Slot<number>) =>
  first(q.select().from(versionTable).where(ofForm(tenantId, formId)).orderBy(desc(versionTable.formVersion)).limit(1)),
);

/** The present version is that no more. */
export const endPresentVersion = (ctx: Ctx, formId: number) =>
  q
    .update(versionTable)
    .set({ supersededAt: ctx.now })
    .where(and(ofForm(ctx.tenant.id, formId), isNull(versionTable.supersededAt)));

/** The versions of a form, the latest first. */
export const listVersions = (ctx: Ctx, { id, ...input }: LogInput & { id: number }) =>
  listLog(ctx, input, {
    table: versionTable,
    key: versionTable.formVersion,
    order: "desc",
    filters: [eq(versionTable.formId, id)],
    total: "some",
    parent: forms.one(ctx, id),
  });

/** The present version and those that have submissions, the latest hundred: the columns of a CSV file come from them. */
export const versionsOf = (ctx: Ctx, formId: number) =>
  q
    .select()
    .from(versionTable)
    .where(
      and(
        ofForm(ctx.tenant.id, formId),
        or(
          isNull(versionTable.supersededAt),
          sql`${versionTable.formVersion} in (select form_version from form_submissions where tenant_id = ${ctx.tenant.id} and form_id = ${formId})`,
        ),
      ),
    )
    .orderBy(desc(versionTable.formVersion))
    .limit(100);

export const formOfLink = (ctx: Ctx, hash: string) =>
  first(
    q
      .select()
      .from(formTable)
      .where(
        and(
          eq(formTable.tenantId, ctx.tenant.id),
          sql`${formTable.id} = (select s.form_id from document_links l join form_submissions s on s.tenant_id = l.tenant_id and s.id = l.document_id
            where l.tenant_id = ${ctx.tenant.id} and l.hash = ${hash} and l.kind = 'form')`,
        ),
      ),
  );
