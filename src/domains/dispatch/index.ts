export { issueTicket } from "./actions/issue-stream-ticket.ts";
export { keepPositions } from "./actions/keep-positions.ts";
export { openViewer } from "./actions/open-stream.ts";
export { readBoard, readOwnDay } from "./board.ts";
export { DispatchJob } from "./job-schemas.ts";
export type { Position } from "./repo.ts";
export { Board as BoardOnWire } from "./schemas.ts";
export { OwnDay as OwnDayOnWire } from "./stream-schemas.ts";
