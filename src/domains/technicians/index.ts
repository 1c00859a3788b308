export { activeTechnicians, findTechnician, type Technician } from "./repo.ts";
