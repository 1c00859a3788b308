export { type Expense, expenses } from "./tables.ts";
