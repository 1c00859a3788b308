import { budgetTests } from "../support/budget.ts";

budgetTests("follow-ups");
