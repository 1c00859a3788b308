export { type NewCustomer, planCustomer, readCustomer } from "./actions/plan-customer.ts";
export { contactKeys, primaryOf } from "./contacts.ts";
export { contactTaken } from "./errors.ts";
export { againAfterMerge, holdAllStanding as holdCustomers, holdStanding as holdCustomer } from "./history-repo.ts";
export { customersLike, holdNoNamesake } from "./like-repo.ts";
export { type CustomerNamed, customerNamed, linkOf, matchCustomer, placeOf, warningsOf } from "./match.ts";
export { contactOwners, customersUnder, customerWith, idsOfCustomer } from "./repo.ts";
export { firstNameOf, theOne } from "./rules.ts";
export { CreateCustomer } from "./schemas.ts";
export { idsWithWords, withWords } from "./search-repo.ts";
export {
  addToCustomers,
  type CustomerWorth,
  countSegments,
  customerSumsMoved,
  renewDays,
  segmentTotal,
} from "./sum-repo.ts";
export { type CustomerSums, customerSums, segments } from "./sum-tables.ts";
export { type Customer, type CustomerSite, customerSites, customers } from "./tables.ts";
