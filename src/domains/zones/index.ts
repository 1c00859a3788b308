export { zoneCreated, zoneUpdated } from "./events.ts";
export { everyActiveZone, packAllZones } from "./pack-repo.ts";
export { zoneNames, zoneRanks, zonesFor, zonesUnlike } from "./repo.ts";
export { type Place, type Rank, resolveZone, type Shape } from "./rules.ts";
export { type ServiceZone, zones } from "./tables.ts";
