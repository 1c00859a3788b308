import type { Job } from "#/jobs.ts";

export const jobs: readonly Job[] = [];
