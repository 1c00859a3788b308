export { timeScored } from "./repo.ts";
export { TimeEntry as TimeEntryOnWire } from "./schemas.ts";
export { type TimeEntry, timeEntries, timeEntryCosts } from "./tables.ts";
