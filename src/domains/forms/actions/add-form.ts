import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import type { AddForm } from "../schemas.ts";
import { type Form, forms } from "../tables.ts";

/** Begins a form as a draft. */
export async function addForm(ctx: Ctx, asked: Inside<z.output<typeof AddForm>>): Promise<Form> {
  const part = forms.insert(ctx, { ...asked, id: forms.newId(), status: "draft", currentVersion: 0 });
  return await commit(ctx, { parts: [part], audit: { action: "create", of: part }, result: part.row });
}

/** A draft that asks the same as another form. */
export async function duplicateForm(ctx: Ctx, { id, name }: { id: number; name: string }): Promise<Form> {
  const { form } = await load(ctx, { form: forms.one(ctx, id) });
  const { description, kind, fields } = form;
  return await addForm(ctx, { name, ...(description !== null && { description }), kind, fields });
}
