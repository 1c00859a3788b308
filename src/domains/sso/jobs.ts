import { hourly, type Job } from "#/jobs.ts";
import { listIdentities } from "./actions/list-identities.ts";

export const jobs: readonly Job[] = [hourly({ name: "list identities", run: listIdentities })];
