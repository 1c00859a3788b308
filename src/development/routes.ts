import type { OpenCtx } from "#/ctx.ts";
import { isMoved, keepClock } from "#/db/moved-clock.ts";
import { endpoint } from "#/http/endpoint.ts";
import { timesNow } from "#/kernel/clock.ts";
import { assertDevelopment } from "#/kernel/environment.ts";
import { runJob } from "./run-job.ts";
import { Clock, JobParams, JobRun, MoveClock, RunJob } from "./schemas.ts";

/** The clock that GET, POST and DELETE tell of. */
const clock = () => ({ ...timesNow(), isMoved: isMoved() });

const moveClock = async ({ env }: OpenCtx, aheadMs: number) => {
  await keepClock(env, aheadMs);
  return clock();
};

export const routes = [
  endpoint({
    method: "get",
    path: "/dev/clock",
    operationId: "getClock",
    summary: "Read the clock of a developer's server",
    description: "Does not exist in production.",
    by: "anyone",
    response: Clock,
    handler: async ({ env }) => {
      assertDevelopment(env);
      return clock();
    },
  }),
  endpoint({
    method: "post",
    path: "/dev/clock",
    operationId: "moveClock",
    summary: "Move the clock of a developer's server, which goes on ticking from there",
    description: `Moves what requests record and what jobs, queues and live boards go by, for all businesses, and keeps it over a restart. Tokens, sessions,
codes and rate limits stay with the real time, so you stay signed in. What was done at a moved time stays done when the clock is let go: use
a business made for it. Work under way may be started again when the clock moves past its lease. Does not exist in production.`,
    by: "anyone",
    body: MoveClock,
    response: Clock,
    handler: async (open, { body }) => {
      assertDevelopment(open.env);
      return await moveClock(open, Date.parse(body.now) - Date.now());
    },
  }),
  endpoint({
    method: "delete",
    path: "/dev/clock",
    operationId: "releaseClock",
    summary: "Let the clock of a developer's server go: it shows the real time again",
    description: "Does not exist in production.",
    by: "anyone",
    response: Clock,
    handler: async (open) => {
      assertDevelopment(open.env);
      return await moveClock(open, 0);
    },
  }),
  endpoint({
    method: "post",
    path: "/dev/jobs/{name}",
    operationId: "runJob",
    summary: "Run a job of a developer's server now",
    description: `Runs it at the time of the server's clock and answers when it has ended. A daily job runs for today, even before 02:00, and for up to 31 missed
days; a day that it has run for is not run again. Due work attempts what is due. Does not exist in production.`,
    by: "anyone",
    params: JobParams,
    body: RunJob,
    response: JobRun,
    handler: async (open, { params, body }) => {
      assertDevelopment(open.env);
      return await runJob(open, params.name, body?.tenantId);
    },
  }),
];
