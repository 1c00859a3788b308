export { businessHoursOf } from "./business-hours.ts";
export { printed } from "./letterhead.ts";
export { present } from "./present.ts";
export { isMfaRole, type Organization, organizationOf } from "./repo.ts";
export { Color } from "./schemas.ts";
export { isDecided, settingOf, settingsOf, travelSettingsOf } from "./settings.ts";
