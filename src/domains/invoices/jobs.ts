import { daily } from "#/jobs.ts";
import { noteOverdue } from "./actions/note-overdue.ts";
import { remindCustomers } from "./actions/remind-customers.ts";

export const jobs = [
  daily({ name: "note overdue invoices", run: noteOverdue }),
  daily({ name: "remind customers of invoices", run: remindCustomers }),
];
