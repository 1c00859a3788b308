import { chargeSucceeded, refundSucceeded } from "#/domains/reconciliation/index.ts";
import { daily, reactsTo } from "#/jobs.ts";
import { noteOverdue } from "./actions/note-overdue.ts";
import { remindCustomers } from "./actions/remind-customers.ts";
import { settleCharge, settleRefund } from "./actions/settle-report.ts";

export const jobs = [
  daily({ name: "note overdue invoices", run: noteOverdue }),
  daily({ name: "remind customers of invoices", run: remindCustomers }),
  reactsTo([chargeSucceeded], { name: "settle charges of invoices", run: settleCharge }),
  reactsTo([refundSucceeded], { name: "settle refunds of invoices", run: settleRefund }),
];
