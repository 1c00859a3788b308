import { eventsOf } from "#/kernel/events.ts";
import { ServiceZone } from "./schemas.ts";

const define = eventsOf(ServiceZone, { entity: "service_zone", permission: "dispatch:read", idIn: ({ id }) => id });

export const zoneCreated = define("service_zone.created", "A service zone was added");
export const zoneUpdated = define(
  "service_zone.updated",
  "A service zone was changed, taken out of use, or got other technicians",
  { version: 2 },
);

export const events = [zoneCreated, zoneUpdated];
