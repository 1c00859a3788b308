/** Why stock moved. Quantities of those that take stock away are negative. */
export const moveKinds = [
  "receipt",
  "issue",
  "return_from_job",
  "return_to_supplier",
  "transfer_out",
  "transfer_in",
  "adjustment",
  "count",
] as const;
export type MoveKind = (typeof moveKinds)[number];

export const locationKinds = ["warehouse", "truck"] as const;
export type LocationKind = (typeof locationKinds)[number];

export const serialStatuses = ["in_stock", "issued", "returned", "written_off"] as const;
export type SerialStatus = (typeof serialStatuses)[number];

export const reservationStatuses = ["open", "fulfilled", "released"] as const;
export type ReservationStatus = (typeof reservationStatuses)[number];
