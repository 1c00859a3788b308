import { daily } from "#/jobs.ts";
import { expireEstimates } from "./actions/expire-estimates.ts";
import { remindCustomers } from "./actions/remind-customers.ts";

export const jobs = [
  daily({ name: "expire estimates", run: expireEstimates }),
  daily({ name: "remind customers of estimates", run: remindCustomers }),
];
