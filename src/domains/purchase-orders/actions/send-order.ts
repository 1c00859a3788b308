import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { newDocumentLink } from "#/domains/documents/index.ts";
import { organizationOf } from "#/domains/organization/index.ts";
import type { z } from "#/kernel/fields.ts";
import { localDateOf, plusDays } from "#/kernel/time.ts";
import type { Inside } from "#/kernel/wire.ts";
import { recipientMissing } from "../errors.ts";
import { orderEvents } from "../events.ts";
import { sentMail } from "../mails.ts";
import { presented } from "../present.ts";
import { locationsOfOrder, supplierOfOrder } from "../repo.ts";
import type { SendPurchaseOrder } from "../request-schemas.ts";
import { purchaseOrders } from "../tables.ts";
import { assertStep } from "./step-order.ts";

/** As long as a supplier may take to deliver, in most cases. */
const LINK_DAYS = 90;

type Send = Inside<z.output<typeof SendPurchaseOrder>> & { id: number };

/** Sends an approved order to the supplier, by mail unless it is handed over otherwise. One that was sent is mailed again, as it is. */
export async function sendOrder(ctx: Ctx, { id, to: named, message, mail }: Send) {
  const { order, supplier, locations, organization } = await load(ctx, {
    order: purchaseOrders.one(ctx, id),
    supplier: supplierOfOrder(ctx, id),
    locations: locationsOfOrder(ctx, id),
    organization: organizationOf(ctx),
  });
  assertStep(ctx, order, "send");
  const to = named ?? supplier?.email ?? null;
  if (mail && to === null) throw recipientMissing();
  const isFirst = order.status === "approved";
  const today = localDateOf(ctx.now, ctx.tenant.timezone);
  const leadDays = supplier?.leadTimeDays ?? null;
  const part = purchaseOrders.change(ctx, order, {
    sentAt: ctx.now,
    ...(isFirst && {
      ...{ status: "sent" as const, orderedOn: today, supplierName: supplier?.name ?? order.supplierName },
      expectedOn: order.expectedOn ?? (leadDays === null ? null : plusDays(today, leadDays)),
    }),
  });
  const link = await newDocumentLink(ctx, { kind: "purchase_order", documentId: id, days: LINK_DAYS });
  const shown = { order: part.row, supplier, location: locations[0], organization };
  return await commit(ctx, {
    parts: [
      part,
      ...(mail && to !== null ? [link.write, await sentMail(ctx, shown, { to, link: link.url, message })] : []),
    ],
    events: isFirst ? [orderEvents.sent(presented(part.row), presented(order))] : [],
    audit: { action: isFirst ? "send" : "send_again", of: part, ...(mail && { details: { to } }) },
    result: presented(part.row),
  });
}
