/** Words of the customer portal, of `words` in openapi-words.ts. */
export const portalWords = {
  answer: "What the business answers; null takes the answer away.",
  "CustomerDocuments.kind": "What it is.",
  "CustomerEstimate.options": "What the customer chooses from; none where there is nothing to choose.",
  "CustomerEstimate.discount_cents": "All discounts.",
  "CustomerEstimate.valid_until": "The last day on which it can be accepted, in the business' time zone.",
  "CustomerInvoice.discount_cents": "All discounts.",
  "CustomerJob.technician": "Who comes, by their first name; null while nobody is chosen.",
  can_review: "Whether it waits for a review, or its review can still be changed.",
  rating: "Stars, 1 to 5.",
  comment: "What the customer says, in their words.",
  has_password: "Whether it can log in by a password; a mailed link always does.",
  invited_at: "When staff last invited it.",
  last_signed_in_at: "When somebody last logged in with it.",
  is_hidden: "Whether the business keeps it to itself.",
  "ServiceRequest.summary": "What it is about, in a line.",
  preferred_time: "When it suits the customer, in their words.",
};
