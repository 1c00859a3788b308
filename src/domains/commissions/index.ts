export { type CommissionEntry, entriesOf, entriesOfMany, openFrom, openFromOf, post } from "./ledger-repo.ts";
export {
  type Days,
  type Entry,
  type EntryReason,
  earned,
  givenBack,
  type NewEntry,
  type Role,
  refunded,
  roles,
  type Share,
  takenBack,
} from "./ledger-rules.ts";
export { rateOf } from "./repo.ts";
export { calculateCommission } from "./rules.ts";
export { Commission, type CommissionSnapshot, commissionExample } from "./schemas.ts";
