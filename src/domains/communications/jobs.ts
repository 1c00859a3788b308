import { dueWork } from "#/jobs.ts";
import { attemptMessage } from "./actions/attempt-message.ts";
import { dueMessages } from "./tables.ts";

export const jobs = [dueWork(dueMessages, { run: attemptMessage })];
