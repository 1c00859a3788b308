export { describeTenant } from "./actions/describe-tenant.ts";
export { activateTenant, reserveTenant } from "./actions/open-tenant.ts";
export { repairSignUps } from "./actions/repair-sign-ups.ts";
export { type Branding, brandingOf, logoPath } from "./present.ts";
export { findByCode, listOutdated } from "./repo.ts";
