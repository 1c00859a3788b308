import { budgetTests } from "../support/budget.ts";

budgetTests("time-tracking");
