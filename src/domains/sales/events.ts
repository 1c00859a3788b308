import { defineEvent } from "#/kernel/events.ts";
import { CommissionCalculated, Sale } from "./schemas.ts";

export const saleCreated = defineEvent("sale.created", Sale, "A new sale has been recorded");
export const commissionCalculated = defineEvent(
  "commission.calculated",
  CommissionCalculated,
  "Commission was calculated for a sale",
);

export const events = [saleCreated, commissionCalculated];
