import { hourly } from "#/jobs.ts";
import { repairDirectory } from "./actions/repair-directory.ts";

export const jobs = [hourly({ name: "repair directory", run: repairDirectory })];
