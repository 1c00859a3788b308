import { agreementEvents } from "#/domains/agreements/index.ts";
import { communicationFailed, communicationReceived, communicationSuppressed } from "#/domains/communications/index.ts";
import { jobCancelled, jobCompleted, jobCreated, jobMoved } from "#/domains/dispatch/index.ts";
import {
  estimateAccepted,
  estimateConverted,
  estimateDeclined,
  estimateExpired,
  estimateRevised,
  estimateSent,
  estimateViewed,
} from "#/domains/estimates/index.ts";
import { invoiceEvents } from "#/domains/invoices/index.ts";
import { leadConverted, leadCreated, leadLost, leadUpdated } from "#/domains/leads/index.ts";
import { reviewPosted } from "#/domains/portal/index.ts";
import { daily, dueWork, reactsTo } from "#/jobs.ts";
import { followEvent } from "./actions/follow-event.ts";
import { followOutcome, followReply } from "./actions/follow-message.ts";
import { PLANNING, planDay } from "./actions/plan-day.ts";
import { sendFollowUp } from "./actions/send-follow-up.ts";
import { dueFollowUps } from "./tables.ts";

const { renewed, suspended, cancelled, expired } = agreementEvents;
const { sent, viewed, partiallyPaid, paid, voided, writtenOff } = invoiceEvents;
const followed = [
  ...[estimateSent, estimateViewed, estimateAccepted, estimateConverted, estimateDeclined, estimateExpired],
  ...[estimateRevised, sent, viewed, partiallyPaid, paid, voided, writtenOff],
  ...[jobCreated, jobCompleted, jobCancelled, jobMoved],
  ...[leadCreated, leadUpdated, leadConverted, leadLost],
  ...[renewed, suspended, cancelled, expired, reviewPosted],
];

export const jobs = [
  reactsTo(followed, { name: "follow-ups", run: followEvent }),
  reactsTo([communicationReceived], { name: "replies to follow-ups", run: followReply }),
  reactsTo([communicationSuppressed, communicationFailed], { name: "outcomes of follow-ups", run: followOutcome }),
  daily({ name: PLANNING, run: planDay }),
  dueWork(dueFollowUps, { run: sendFollowUp }),
];
