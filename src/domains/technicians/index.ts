export { planTechnician } from "./actions/plan-technician.ts";
export { technicianOf } from "./own.ts";
export { allTechnicians, packAllTechnicians } from "./pack-repo.ts";
export {
  activeTechnicians,
  linkLogin,
  technicianNames,
  techniciansByIds,
  techniciansNamed,
  unlinkLogin,
} from "./repo.ts";
export { CreateTechnician } from "./schemas.ts";
export { type Technician, technicians } from "./tables.ts";
