export { activeTechnicians, linkLogin, unlinkLogin } from "./repo.ts";
export { type Technician, technicians } from "./tables.ts";
