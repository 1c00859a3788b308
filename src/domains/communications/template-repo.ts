import { and, eq } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { mapped, q } from "#/db/tenant/client.ts";
import { read } from "#/db/tenant/load.ts";
import type { ListInput } from "#/db/tenant/page.ts";
import { noSuchTemplate } from "./errors.ts";
import { shownTemplate } from "./present.ts";
import { type MessageTemplate, templates, templateTable } from "./tables.ts";

/** The template of this name; 404 when there is none. */
export const templateNamed = (ctx: Ctx, name: string) =>
  mapped(
    q
      .select()
      .from(templateTable)
      .where(and(eq(templateTable.tenantId, ctx.tenant.id), eq(templateTable.name, name))),
    ([row]): MessageTemplate => {
      if (!row) throw noSuchTemplate();
      return row;
    },
  );

export const getTemplate = async (ctx: Ctx, name: string) =>
  shownTemplate((await read(ctx, { row: templateNamed(ctx, name) })).row);

type Filter = Partial<Pick<MessageTemplate, "kind" | "channel">>;

export async function listTemplates(ctx: Ctx, { kind, channel, ...input }: ListInput & Filter) {
  const page = await templates.list(ctx, input, { equals: { kind, channel } });
  return { ...page, items: page.items.map(shownTemplate) };
}
