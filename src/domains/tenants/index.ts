export { findSignUp, reserveTenant } from "./actions/open-tenant.ts";
export { addListings, listedIn, removeListing } from "./listing-repo.ts";
export { type Branding, brandingOf, logoPath } from "./present.ts";
export { activateTenant, describeTenant, findByCode, listOutdated } from "./repo.ts";
