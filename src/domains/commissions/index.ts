export { findRate } from "./repo.ts";
export { calculateCommission } from "./rules.ts";
export { Commission } from "./schemas.ts";
