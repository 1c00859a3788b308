export { findOrganization, type Organization, settingsOf } from "./repo.ts";
