export { repairDirectory } from "./actions/repair-directory.ts";
export { findOrganization, type Organization, settingsOf } from "./repo.ts";
