import { budgetTests } from "../support/budget.ts";

budgetTests("sla");
