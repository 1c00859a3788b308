export { isMfaRole, type Organization, organizationOf } from "./repo.ts";
export { settingOf, settingsOf } from "./settings.ts";
