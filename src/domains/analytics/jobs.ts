import { daily } from "#/jobs.ts";
import { verifySums } from "./actions/verify-sums.ts";

export const jobs = [daily({ name: "verify sums", run: verifySums })];
