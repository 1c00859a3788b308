import { ownJob } from "#/domains/dispatch/index.ts";
import { technicianOf } from "#/domains/technicians/index.ts";
import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { JobServiceLevel } from "./clock-schemas.ts";
import { presentClock } from "./present.ts";
import { readClockOfJob } from "./repo.ts";

/** What technicians see of the promises for the jobs that are theirs. */
export const technicianRoutes = [
  endpoint({
    by: "user",
    permission: "jobs:work",
    method: "get",
    path: "/tech/dispatch/my-jobs/{id}/sla",
    operationId: "getMyJobServiceLevel",
    summary: "Get by when one of my jobs needs its response and its resolution",
    description:
      "For whoever helps, too. While the job is on hold, the time for its resolution stands still and has no `due_at`. 404 `sla_clock.not_found` where nothing is promised for the job.",
    params: IdParams,
    response: JobServiceLevel,
    handler: async (ctx, { params }) => {
      const me = technicianOf(ctx);
      const { job, clock } = await readClockOfJob(ctx, params.id);
      ownJob(job, me);
      return presentClock(params.id, clock, []);
    },
  }),
];
