import { daily } from "#/jobs.ts";
import { verifySums } from "./actions/verify-sums.ts";
import { verifyTechnicianSums } from "./actions/verify-technician-sums.ts";

export const jobs = [
  daily({ name: "verify sums", run: verifySums }),
  daily({ name: "verify technician sums", run: verifyTechnicianSums }),
];
