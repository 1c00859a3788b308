export { type Acceptor, acceptEstimate } from "./actions/accept-estimate.ts";
export { declineEstimate } from "./actions/decline-estimate.ts";
export { estimateParts, estimateQueries, type NewEstimate } from "./actions/plan-estimate.ts";
export {
  estimateAccepted,
  estimateConverted,
  estimateDeclined,
  estimateExpired,
  estimateRevised,
  estimateSent,
  estimateViewed,
} from "./events.ts";
export { estimatesScored } from "./figures-repo.ts";
export { newLink as newEstimateLink } from "./links.ts";
export { amountOf as estimateAmount } from "./mails.ts";
export { presented as presentedEstimate } from "./present.ts";
export { estimatesOfCustomer } from "./repo.ts";
export { Estimate as EstimateOnWire } from "./schemas.ts";
export { Signature } from "./signature.ts";
export { type Estimate, estimates } from "./tables.ts";
