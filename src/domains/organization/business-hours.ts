import { z } from "#/kernel/fields.ts";
import type { Stored } from "./rules.ts";

const TimeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, "must be a time of day, 00:00 to 24:00");
const OpenHours = z
  .strictObject({ opens: TimeOfDay, closes: TimeOfDay })
  .refine(({ opens, closes }) => opens < closes, { path: ["closes"], error: "must be later than opens" })
  .nullable();
const workday = { opens: "08:00", closes: "17:00" };
export const usualWeek = {
  monday: workday,
  tuesday: workday,
  wednesday: workday,
  thursday: workday,
  friday: workday,
  saturday: null,
  sunday: null,
};
export const BusinessHours = z
  .strictObject({
    monday: OpenHours.default(usualWeek.monday),
    tuesday: OpenHours.default(usualWeek.tuesday),
    wednesday: OpenHours.default(usualWeek.wednesday),
    thursday: OpenHours.default(usualWeek.thursday),
    friday: OpenHours.default(usualWeek.friday),
    saturday: OpenHours.default(usualWeek.saturday),
    sunday: OpenHours.default(usualWeek.sunday),
  })
  .openapi({ description: "local times of day; null on a day that is closed" });

/** When the business is open, by weekday, as `settingOf`. */
export const businessHoursOf = (organization: { settings: Stored } | undefined): z.output<typeof BusinessHours> => ({
  ...usualWeek,
  ...(organization?.settings.business_hours as Partial<z.output<typeof BusinessHours>> | undefined),
});
