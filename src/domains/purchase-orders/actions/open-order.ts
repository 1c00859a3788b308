import type { Ctx, OpenCtx } from "#/ctx.ts";
import { record } from "#/db/tenant/commit.ts";
import { read } from "#/db/tenant/load.ts";
import {
  assertOpen,
  badDocumentLink,
  documentLinkOf,
  enterByDocumentLink,
  noteView,
} from "#/domains/documents/index.ts";
import { organizationOf } from "#/domains/organization/index.ts";
import { orderIdOfLink, orderOfLink } from "../link-repo.ts";
import { locationsOfOrder, supplierOfOrder } from "../repo.ts";
import type { Shown } from "../view.ts";

/** The order that a link opens, for the supplier who has it; 404 for an unknown link, 410 for one that has ended. */
export async function openOrder(open: OpenCtx, token: string): Promise<{ ctx: Ctx; hash: string; shown: Shown }> {
  const { ctx, hash } = await enterByDocumentLink(open, token);
  const id = orderIdOfLink(ctx, hash);
  const { link, order, locations, ...rest } = await read(ctx, {
    link: documentLinkOf(ctx, hash),
    order: orderOfLink(ctx, hash),
    supplier: supplierOfOrder(ctx, id),
    locations: locationsOfOrder(ctx, id),
    organization: organizationOf(ctx),
  });
  assertOpen(ctx, "purchase_order", link);
  if (!order) throw badDocumentLink();
  return { ctx, hash, shown: { ...rest, order, location: locations[0] } };
}

/** Notes that the supplier looked at an order. */
export const noteLook = (ctx: Ctx, hash: string): Promise<void> => record(ctx, { parts: [noteView(ctx, hash)] });
