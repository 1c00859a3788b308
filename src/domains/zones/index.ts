export { zoneRanks, zonesFor } from "./repo.ts";
export { type Place, type Rank, resolveZone } from "./rules.ts";
export { type ServiceZone, zones } from "./tables.ts";
