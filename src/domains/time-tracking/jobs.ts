import { daily } from "#/jobs.ts";
import { closeForgotten } from "./actions/close-forgotten.ts";

export const jobs = [daily({ name: "close forgotten time entries", run: closeForgotten })];
