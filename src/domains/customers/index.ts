export { type NewCustomer, planCustomer, readCustomer } from "./actions/plan-customer.ts";
export { contactKeys } from "./contacts.ts";
export { contactTaken } from "./errors.ts";
export { holdStanding as holdCustomer } from "./history-repo.ts";
export { type CustomerNamed, linkOf, matchCustomer, warningsOf } from "./match.ts";
export { contactOwners, customersUnder } from "./repo.ts";
export { theOne } from "./rules.ts";
export { CreateCustomer } from "./schemas.ts";
export { type Customer, type CustomerSite, customerSites, customers } from "./tables.ts";
