import { budgetTests } from "../support/budget.ts";

budgetTests("reports");
