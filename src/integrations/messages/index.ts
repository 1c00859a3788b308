export { keepText, keptTexts } from "./outbox.ts";
export type { IncomingText, OutgoingText, TextAccount, TextReport, TextResult } from "./port.ts";
export { isOfTwilio, readReport, readText, sendByTwilio } from "./twilio.ts";
