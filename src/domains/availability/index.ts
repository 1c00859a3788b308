export { publicHolidays } from "./holidays.ts";
export { type Availability, availabilityFrom, type TechnicianDay, type Terms } from "./reader.ts";
export { availabilityParts, type Days } from "./repo.ts";
export { availabilityOf, type Interval, type Roster } from "./rules.ts";
export { Holiday as HolidayOnWire, Interval as IntervalOnWire, someDays } from "./schemas.ts";
export { type Weekday, weekdays } from "./terms.ts";
