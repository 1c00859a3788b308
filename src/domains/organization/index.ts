export { isMfaRole, type Organization, organizationOf } from "./repo.ts";
export { settingsOf } from "./settings.ts";
