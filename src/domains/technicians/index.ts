export { findTechnician, type Technician } from "./repo.ts";
