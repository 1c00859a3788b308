import { budgetTests } from "../support/budget.ts";

budgetTests("api-keys");
