export { keepPositions } from "./actions/keep-positions.ts";
export { readBoard, readOwnDay } from "./board.ts";
export { reported } from "./events.ts";
export type { Position } from "./repo.ts";
export { Board as BoardOnWire, DispatchJob } from "./schemas.ts";
export { OwnDay as OwnDayOnWire } from "./stream-schemas.ts";
