export { technicianOf } from "./own.ts";
export { activeTechnicians, linkLogin, technicianNames, techniciansByIds, unlinkLogin } from "./repo.ts";
export { type Technician, technicians } from "./tables.ts";
