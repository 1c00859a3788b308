import { z } from "#/kernel/fields.ts";

/** As people write it; nothing is ever sent to it. */
export const ContactPhone = z
  .string()
  .regex(/^\+?[\d ().-]{7,30}(?: ?x ?\d{1,6})?$/, "must be a phone number as people dial it, like (813) 555-0142")
  .nullable()
  .openapi({ description: "what customers call; named in the answer to a text that says HELP" })
  .default(null);
