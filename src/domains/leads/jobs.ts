import { estimateAccepted, estimateSent } from "#/domains/estimates/index.ts";
import { reactsTo } from "#/jobs.ts";
import { followEstimate } from "./actions/follow-estimate.ts";

export const jobs = [
  reactsTo([estimateSent, estimateAccepted], { name: "leads follow estimates", run: followEstimate }),
];
