export {
  type CommissionEntry,
  commissionScored,
  type EntryKey,
  type EntryRange,
  entriesAfter,
  entriesOf,
  entriesOfMany,
  entriesWithin,
  isOpenOn,
  openFrom,
  openFromIn,
  openFromOf,
  post,
} from "./ledger-repo.ts";
export {
  type Days,
  type Entry,
  type EntryReason,
  earned,
  givenBack,
  type NewEntry,
  refunded,
  refundUndone,
  type Share,
  takenBack,
} from "./ledger-rules.ts";
export { renewedCommission } from "./renewed.ts";
export { type Rated, ratesFor, ratesForEach } from "./repo.ts";
export { type Candidate, calculateCommission } from "./rules.ts";
export { Commission, type CommissionOnWire, type CommissionSnapshot, commissionExample } from "./schemas.ts";
export { type Role, roles } from "./terms.ts";
