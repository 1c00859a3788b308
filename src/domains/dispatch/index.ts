export { keepPositions } from "./actions/keep-positions.ts";
export { type Board, readBoard } from "./board.ts";
export type { Position } from "./repo.ts";
export { Board as BoardOnWire, DispatchJob } from "./schemas.ts";
