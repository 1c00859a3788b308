import { jobAssigned, jobCancelled, jobCompleted, jobCreated, jobMoved, jobUpdated } from "#/domains/dispatch/index.ts";
import { remind } from "#/durable-objects/stubs.ts";
import { dueWork, reactsTo } from "#/jobs.ts";
import { followJob } from "./actions/follow-job.ts";
import { noteDue } from "./actions/note-due.ts";
import { overdueClocks } from "./repo.ts";

export const jobs = [
  reactsTo([jobCreated, jobAssigned, jobMoved, jobUpdated, jobCancelled, jobCompleted], {
    name: "clocks follow their jobs",
    run: followJob,
  }),
  // what the timer of the business has missed
  dueWork(overdueClocks, {
    run: async (ctx) => {
      const next = await noteDue(ctx);
      if (next) await remind(ctx.env, ctx.tenant.id, next);
      return undefined;
    },
  }),
];
