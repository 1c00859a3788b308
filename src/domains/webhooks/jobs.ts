import { dueWork, hourly, onEvents } from "#/jobs.ts";
import { attemptDelivery } from "./actions/attempt-delivery.ts";
import { CURSOR, fanOutEvents } from "./actions/fan-out-events.ts";
import { pruneDeliveries } from "./actions/prune-deliveries.ts";
import { dueDeliveries } from "./tables.ts";

export const jobs = [
  dueWork(dueDeliveries, { run: attemptDelivery }),
  onEvents({ cursor: CURSOR, run: fanOutEvents }),
  hourly({ name: "prune deliveries", run: pruneDeliveries }),
];
