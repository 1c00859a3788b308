import { daily } from "#/jobs.ts";
import { makePeriods } from "./plan.ts";

export const jobs = [daily({ name: "make pay periods", run: makePeriods })];
