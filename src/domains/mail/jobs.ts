import { dueWork } from "#/jobs.ts";
import { attemptMail } from "./actions/attempt-mail.ts";
import { dueMails } from "./tables.ts";

export const jobs = [dueWork(dueMails, { run: attemptMail })];
