import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { formArchived, formWasPublished } from "../errors.ts";
import { formArchived as archivedEvent } from "../events.ts";
import type { ChangeForm } from "../schemas.ts";
import { type Form, forms } from "../tables.ts";

/** Changes a form. Its fields are those of the next version: what was published stays as it is. */
export async function changeForm(
  ctx: Ctx,
  { id, ...change }: Inside<z.output<typeof ChangeForm>> & { id: number },
): Promise<Form> {
  const { form } = await load(ctx, { form: forms.one(ctx, id) });
  forms.assertCurrent(ctx, form);
  if (form.status === "archived") throw formArchived(id);
  const part = forms.change(ctx, form, change);
  return await commit(ctx, { parts: [part], audit: { action: "change", of: part }, result: part.row });
}

/** Takes a form out of use, or back into it. The same again changes nothing. */
export async function archiveForm(ctx: Ctx, { id, archived }: { id: number; archived: boolean }): Promise<Form> {
  const { form } = await load(ctx, { form: forms.one(ctx, id) });
  forms.assertCurrent(ctx, form);
  if (archived === (form.status === "archived")) return form;
  const back = form.currentVersion > 0 ? "published" : "draft";
  const part = forms.change(ctx, form, {
    status: archived ? "archived" : back,
    archivedAt: archived ? ctx.now : null,
  });
  return await commit(ctx, {
    parts: [part],
    events: archived ? [archivedEvent(part.row, form)] : [],
    audit: { action: archived ? "archive" : "restore", of: part },
    result: part.row,
  });
}

/** Deletes a draft that was never published. */
export async function deleteForm(ctx: Ctx, id: number): Promise<Form> {
  const { form } = await load(ctx, { form: forms.one(ctx, id) });
  forms.assertCurrent(ctx, form);
  if (form.currentVersion > 0) throw formWasPublished(id);
  const part = forms.remove(ctx, form);
  return await commit(ctx, { parts: [part], audit: { action: "delete", of: part }, result: form });
}
