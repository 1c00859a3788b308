export { carryOut, claimAttempt } from "./actions/attempt-delivery.ts";
export { CONSUMER, fanOutEvents } from "./actions/fan-out-events.ts";
export { dropOldDeliveries, listDueDeliveries } from "./upkeep-repo.ts";
