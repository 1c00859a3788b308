import { analyticsWords } from "./openapi-words-analytics.ts";
import { communicationWords } from "./openapi-words-communications.ts";
import { costWords } from "./openapi-words-costs.ts";
import { followUpWords } from "./openapi-words-follow-ups.ts";
import { formWords } from "./openapi-words-forms.ts";
import { reportWords } from "./openapi-words-reports.ts";
import { slaWords } from "./openapi-words-sla.ts";

/** What the fields of the domains in src/insight-domains.ts mean (openapi-words.ts). */
export const insightWords: Record<string, string> = {
  ...communicationWords,
  ...followUpWords,
  ...formWords,
  ...slaWords,
  ...costWords,
  ...analyticsWords,
  ...reportWords,
};
