import { analyticsWords } from "./openapi-words-analytics.ts";
import { slaWords } from "./openapi-words-sla.ts";

/** What fields of the domains that tell what the others add up to mean (openapi-words.ts). */
export const insightWords: Record<string, string> = { ...analyticsWords, ...slaWords };
