export { keepPositions } from "./actions/keep-positions.ts";
export { readBoard, readOwnDay } from "./board.ts";
export { DispatchJob } from "./job-schemas.ts";
export type { Position } from "./repo.ts";
export { Board as BoardOnWire } from "./schemas.ts";
export { OwnDay as OwnDayOnWire } from "./stream-schemas.ts";
