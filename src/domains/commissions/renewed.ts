import { toWire } from "#/kernel/wire.ts";
import { Commission, type CommissionSnapshot } from "./schemas.ts";

/** What engine version 1 did not know, as it computed. */
const ofVersion1 = {
  rateId: null,
  role: "technician",
  rateType: "percentage",
  flatCents: null,
  tiers: null,
  base: "price",
  minCents: null,
  maxCents: null,
  discountBps: null,
  band: null,
  quantity: 1,
  taxCents: 0,
  steps: [],
} as const;

/** The stored text of a commission in wire format. Version 1 stored other names and fewer of them. */
export const renewedCommission = (text: string): string =>
  text.startsWith('{"totalCents"')
    ? JSON.stringify(toWire(Commission, { ...ofVersion1, ...(JSON.parse(text) as CommissionSnapshot) }))
    : text;
