export { fateOfDelivery, isGone, type Outcome, retrySchedule } from "./rules.ts";
export { type OutgoingPost, send } from "./send.ts";
export { newSecret, type Signing, signedHeaders } from "./signing.ts";
export { urlPolicy, urlProblem } from "./url-rules.ts";
