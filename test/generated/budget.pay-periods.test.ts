import { budgetTests } from "../support/budget.ts";

budgetTests("pay-periods");
