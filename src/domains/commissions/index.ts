export { rateOf } from "./repo.ts";
export { calculateCommission } from "./rules.ts";
export { Commission, type CommissionSnapshot, commissionExample } from "./schemas.ts";
