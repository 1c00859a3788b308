export { planCustomer, readCustomer } from "./actions/plan-customer.ts";
export { CreateCustomer } from "./schemas.ts";
export { type Customer, customers } from "./tables.ts";
