import { InstantField, InstantOut, z } from "#/kernel/fields.ts";

export const Clock = z
  .object({
    now: InstantOut.openapi({ description: "the time of the business: what is recorded, planned and due by now" }),
    real_now: InstantOut.openapi({ description: "the time that tokens, sessions, codes and rate limits live by" }),
    is_moved: z.boolean().openapi({ description: "whether somebody has moved the clock" }),
  })
  .openapi("DevelopmentClock", {
    example: { now: "2026-04-01T04:00:00.000Z", real_now: "2026-03-28T09:00:00.000Z", is_moved: true },
  });
export const MoveClock = z
  .strictObject({ now: InstantField.openapi({ description: "what the clock shows from now on; it goes on ticking" }) })
  .openapi("MoveDevelopmentClock", { example: { now: "2026-04-01T04:00:00Z" } });

export const JobParams = z.object({
  name: z.string().openapi({
    param: { name: "name", in: "path" },
    description: "name of the job, percent-encoded; a 404 lists the names",
    example: "prune sessions",
  }),
});
export const RunJob = z
  .strictObject({
    tenant_id: z
      .uuid()
      .optional()
      .openapi({ description: "runs a daily job or due work for this business only; without it for all" }),
  })
  .optional()
  .openapi("RunJob", { example: {} });
export const JobRun = z
  .object({
    name: z.string().openapi({ description: "name of the job" }),
    kind: z.enum(["daily", "hourly", "minutely", "due"]).openapi({ description: "how often the job runs by itself" }),
    done: z.record(z.string(), z.int()).openapi({ description: "what it did, counted by the job's own words" }),
  })
  .openapi("JobRun", { example: { name: "prune sessions", kind: "hourly", done: { dropped: 3 } } });
