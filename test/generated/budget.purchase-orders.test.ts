import { budgetTests } from "../support/budget.ts";

budgetTests("purchase-orders");
