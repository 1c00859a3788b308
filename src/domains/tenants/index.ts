export { activateTenant, reserveTenant } from "./actions/open-tenant.ts";
export { repairSignUps } from "./actions/repair-sign-ups.ts";
