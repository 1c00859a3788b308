import type { OpenCtx } from "#/ctx.ts";
import { ringControl } from "#/db/control/alarms.ts";
import { minutely } from "#/jobs.ts";
import { plusSeconds } from "#/kernel/time.ts";
import { jobsOf } from "#/queues/jobs.ts";

/** Limit of each kind and minute; the next minute takes the rest. */
const MOST = 500;
/** An alarm gets this long to ring by itself before the sweep rings. */
const GRACE_SECONDS = 20;

/** Finds the work of the control database that is overdue, and rings for it: its alarm was lost, or its worker died. */
async function sweepControl(open: OpenCtx): Promise<{ work_due: number }> {
  const before = plusSeconds(open.now, -GRACE_SECONDS);
  const found = await Promise.all(
    (await jobsOf("control")).map(async ({ name, overdue }) =>
      (await overdue(open, before, MOST)).map((id) => ({ job: name, id })),
    ),
  );
  await ringControl(open, found.flat());
  return { work_due: found.flat().length };
}

export const sweepingControl = minutely({ name: "sweep the control database", run: sweepControl });
