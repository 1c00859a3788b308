import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { formArchived, nothingNew, notPublishable } from "../errors.ts";
import { formPublished } from "../events.ts";
import { publishingProblems } from "../publishing.ts";
import { endPresentVersion, insertVersion, lastVersion } from "../repo.ts";
import { type Form, forms } from "../tables.ts";

/** Publishes the draft of a form as its next version, which never changes from then on. */
export async function publishForm(ctx: Ctx, id: number): Promise<Form> {
  const { form, last } = await load(ctx, { form: forms.one(ctx, id), last: lastVersion(ctx, id) });
  forms.assertCurrent(ctx, form);
  if (form.status === "archived") throw formArchived(id);
  const problems = publishingProblems(form.fields);
  if (problems.size > 0) throw notPublishable(problems);
  if (last && JSON.stringify(last.fields) === JSON.stringify(form.fields)) throw nothingNew(last.formVersion);
  const formVersion = form.currentVersion + 1;
  const part = forms.change(ctx, form, { status: "published", currentVersion: formVersion, publishedAt: ctx.now });
  const version = {
    ...{ tenantId: ctx.tenant.id, formId: id, formVersion, fields: form.fields, supersededAt: null },
    ...{ publishedAt: ctx.now, publishedBy: actorName(ctx.actor) },
  };
  return await commit(ctx, {
    parts: [part, endPresentVersion(ctx, id), insertVersion(version)],
    events: [formPublished(part.row, form)],
    audit: { action: "publish", of: part },
    result: part.row,
  });
}
