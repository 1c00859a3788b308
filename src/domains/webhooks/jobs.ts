import { dueWork, hourly, onEvents } from "#/jobs.ts";
import { CURSOR, fanOutEvents } from "./actions/fan-out-events.ts";
import { pruneDeliveries } from "./actions/prune-deliveries.ts";
import { replaySlices } from "./actions/replay-slices.ts";
import { workLane } from "./actions/work-lane.ts";
import { dueLanes, dueReplays } from "./tables.ts";

export const jobs = [
  dueWork(dueLanes, { run: workLane }),
  dueWork(dueReplays, { run: replaySlices }),
  onEvents({ cursor: CURSOR, run: fanOutEvents }),
  hourly({ name: "prune deliveries", run: pruneDeliveries }),
];
