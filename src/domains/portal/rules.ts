import { type Instant, plusSeconds } from "#/kernel/time.ts";

/** How long the mailed links of the portal work. */
export const LINK_SECONDS = { "portal-in": 15 * 60, "portal-confirm": 3 * 86_400, "portal-reset": 3600 } as const;
export const INVITATION_SECONDS = 7 * 86_400;

/** For so long a review can be changed. */
const REVIEW_SECONDS = 7 * 86_400;
export const reviewEnd = (createdAt: Instant): Instant => plusSeconds(createdAt, REVIEW_SECONDS);
export const isFinalReview = (createdAt: Instant, now: Instant): boolean => now > reviewEnd(createdAt);

/** The name under which wrong passwords of a customer are counted. User names have no spaces, so it is nobody's. */
export const attemptName = (email: string): string => `customer ${emailKeyOf(email)}`;

/** The form in which addresses are compared. */
export const emailKeyOf = (email: string): string => email.trim().toLowerCase();

/** What customers learn of a technician. */
export const firstNameOf = (name: string): string => name.trim().split(/\s+/)[0] ?? name;

/** A position that is older says nothing about an arrival. */
const FRESH_SECONDS = 15 * 60;
export const isFresh = (at: Instant, now: Instant): boolean => at >= plusSeconds(now, -FRESH_SECONDS);

type Named = { firstName: string | null; lastName: string | null; email: string };
/** How a customer is called where a name is needed. */
export const nameOf = ({ firstName, lastName, email }: Named): string =>
  [firstName, lastName].filter(Boolean).join(" ") || email;
/** How mails address them. */
export const salutation = ({ firstName }: Pick<Named, "firstName">): string => firstName ?? "there";
