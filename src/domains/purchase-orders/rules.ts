export const orderStatuses = [
  "draft",
  "submitted",
  "approved",
  "sent",
  "partially_received",
  "received",
  "closed",
  "cancelled",
] as const;
export type OrderStatus = (typeof orderStatuses)[number];

/** What can be done with an order, and from which states. */
const from = {
  change: ["draft"],
  submit: ["draft"],
  approve: ["submitted"],
  send: ["approved", "sent", "partially_received"],
  receive: ["sent", "partially_received"],
  close: ["received"],
  cancel: ["draft", "submitted", "approved", "sent", "partially_received"],
} as const satisfies Record<string, readonly OrderStatus[]>;
export type Step = keyof typeof from;

export const mayStep = (status: OrderStatus, step: Step): boolean =>
  (from[step] as readonly OrderStatus[]).includes(status);
/** The steps that are open to an order in a state. */
export const stepsFrom = (status: OrderStatus): Step[] =>
  (Object.keys(from) as Step[]).filter((step) => mayStep(status, step));

/** What an order is waiting for: its parts are on order, from the moment that it was submitted. */
export const isOnOrder = (status: OrderStatus): boolean =>
  ["submitted", "approved", "sent", "partially_received"].includes(status);

/** One as the thousandths that quantities are counted in. */
export const ONE = 1000;

/** A line's amounts. Quantities are thousandths of what is ordered: of packs, where the part comes in packs; `packMilli` is what one holds. */
export type Amounts = { quantityMilli: number; receivedMilli: number; cancelledMilli: number; packMilli: number };

/** What has still to come: the back order. Nothing where more came than was ordered. */
export const outstandingOf = ({ quantityMilli, receivedMilli, cancelledMilli }: Omit<Amounts, "packMilli">): number =>
  Math.max(0, quantityMilli - cancelledMilli - receivedMilli);

/** A quantity of packs in the unit that the part is stocked in: 3 rolls of 250 ft are 750 ft. */
export const inStock = (quantityMilli: number, packMilli: number): number =>
  Number((BigInt(quantityMilli) * BigInt(packMilli)) / BigInt(ONE));

/** Packs are never opened: of a part that comes in packs only whole ones are ordered and received. */
export const isWhole = (quantityMilli: number, packMilli: number): boolean =>
  packMilli === ONE || quantityMilli % ONE === 0;

/** As many whole packs as cover what is needed: 600 ft of rolls of 250 ft are 3 rolls, never 2.4. Without packs it is the quantity itself. */
export const packsFor = (neededMilli: number, packMilli: number): number =>
  packMilli === ONE ? neededMilli : Math.ceil(neededMilli / packMilli) * ONE;

/** How much of a line may arrive in all, with what the business tolerates beyond the order. */
export const mostOf = ({ quantityMilli, cancelledMilli }: Omit<Amounts, "packMilli">, toleranceBps: number): number =>
  quantityMilli -
  cancelledMilli +
  Number((BigInt(quantityMilli - cancelledMilli) * BigInt(toleranceBps)) / BigInt(10_000));

/** Where an order stands after a receipt: more of one line is not counted for another. */
export const statusAfterReceipt = (lines: readonly Omit<Amounts, "packMilli">[]): OrderStatus =>
  lines.every((line) => outstandingOf(line) === 0) ? "received" : "partially_received";

/** What stock a part needs, in the unit that it is stocked in. `planned` is in drafts already. */
export type Need = {
  availableMilli: number;
  minStockMilli: number;
  targetStockMilli: number | null;
  reorderMilli: number | null;
  plannedMilli: number;
};

/** How much to order of a part: up to its target, at least its usual order; nothing while there is enough, or drafts already bring it. */
export function shortageOf(need: Need): number {
  const { availableMilli, minStockMilli, plannedMilli } = need;
  if (availableMilli >= minStockMilli) return 0;
  const target = Math.max(need.targetStockMilli ?? minStockMilli, minStockMilli);
  return Math.max(0, Math.max(need.reorderMilli ?? 0, target - availableMilli) - plannedMilli);
}
