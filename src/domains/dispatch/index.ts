export { keepPositions } from "./actions/keep-positions.ts";
export { planJob } from "./actions/plan-job.ts";
export { readBoard, readOwnDay } from "./board.ts";
export { located } from "./job-place.ts";
export { DispatchJob } from "./job-schemas.ts";
export type { Position } from "./repo.ts";
export { Board as BoardOnWire } from "./schemas.ts";
export { OwnDay as OwnDayOnWire } from "./stream-schemas.ts";
export { jobs as dispatchJobs } from "./tables.ts";
