import { budgetTests } from "../support/budget.ts";

budgetTests("job-costing");
