import { daily } from "#/jobs.ts";
import { makeRecurring } from "./actions/make-recurring.ts";

export const jobs = [daily({ name: "make recurring jobs", run: makeRecurring })];
