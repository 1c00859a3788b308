import { ServiceAgreementOnWire } from "#/domains/agreements/index.ts";
import { PageQuery, pageOf } from "#/kernel/page.ts";

const agreementFields = {
  id: true,
  status: true,
  plan_name: true,
  price_cents: true,
  billing_frequency: true,
  visits_per_year: true,
  discount_bps: true,
  starts_on: true,
  ends_on: true,
  auto_renew: true,
  will_auto_renew: true,
  cancelled_on: true,
  last_day: true,
  version: true,
} as const;
export const CustomerAgreement = ServiceAgreementOnWire.pick(agreementFields).openapi("CustomerAgreement", {
  example: {
    ...{ id: 3, status: "active", plan_name: "Gold", price_cents: 18900, billing_frequency: "annual" },
    ...{ visits_per_year: 2, discount_bps: 1000, starts_on: "2026-01-31", ends_on: "2027-01-30" },
    ...{ auto_renew: true, will_auto_renew: true, cancelled_on: null, last_day: null, version: 2 },
  },
});
export const CustomerAgreementQuery = PageQuery.omit({ page: true });
export const CustomerAgreementPage = pageOf("CustomerAgreementPage", CustomerAgreement);
