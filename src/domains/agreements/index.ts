export { agreementEvents } from "./events.ts";
export { presented as presentedAgreement } from "./present.ts";
export { AgreementVisits as AgreementVisitsOnWire } from "./recurring-schemas.ts";
export { agreementsOfCustomer, memberDiscountOf, plansInForce } from "./repo.ts";
export { ServiceAgreement as ServiceAgreementOnWire } from "./schemas.ts";
export { agreementPlans, agreements, type ServiceAgreement } from "./tables.ts";
export { visitsOfAgreement } from "./visit-repo.ts";
