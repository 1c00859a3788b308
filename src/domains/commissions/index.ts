export { type CommissionEntry, entriesOf, openFrom, openFromOf, post } from "./ledger-repo.ts";
export type { EntryReason, NewEntry } from "./ledger-rules.ts";
export { rateOf } from "./repo.ts";
export { calculateCommission } from "./rules.ts";
export { Commission, type CommissionSnapshot, commissionExample } from "./schemas.ts";
