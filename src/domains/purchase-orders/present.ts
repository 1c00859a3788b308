import type { OrderLine, ReceiptLine } from "./lines.ts";
import { inStock, ONE, outstandingOf, stepsFrom } from "./rules.ts";
import type { PurchaseOrder, Receipt } from "./tables.ts";

const presentedLine = ({ packMilli, quantityMilli, receivedMilli, cancelledMilli, ...line }: OrderLine) => ({
  ...line,
  packSize: packMilli / ONE,
  quantity: quantityMilli / ONE,
  stockQuantity: inStock(quantityMilli, packMilli) / ONE,
  receivedQuantity: receivedMilli / ONE,
  cancelledQuantity: cancelledMilli / ONE,
  outstandingQuantity: outstandingOf({ quantityMilli, receivedMilli, cancelledMilli }) / ONE,
});

/** An order as the API shows it, with the steps that its state allows. */
export const presented = (order: PurchaseOrder) => ({
  ...order,
  items: order.items.map(presentedLine),
  nextSteps: stepsFrom(order.status),
});

const presentedArrival = ({ quantityMilli, stockMilli, ...line }: ReceiptLine) => ({
  ...line,
  quantity: quantityMilli / ONE,
  stockQuantity: stockMilli / ONE,
});

export const presentedReceipt = (receipt: Receipt) => ({ ...receipt, items: receipt.items.map(presentedArrival) });
