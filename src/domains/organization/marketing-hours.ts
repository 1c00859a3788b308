import { z } from "#/kernel/fields.ts";

const Time = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "must be a time of day, 08:00 to 21:00")
  .refine((time) => time >= "08:00" && time <= "21:00", "must be between 08:00 and 21:00");
const usual = { from: "08:00", until: "21:00" };

export const MarketingHours = z
  .strictObject({ from: Time, until: Time })
  .refine(({ from, until }) => from < until, { path: ["until"], error: "must be later than from" })
  .openapi({
    description:
      "when marketing is sent, by the clocks of the customer: within 08:00 to 21:00, and within what the law of their state allows. What is due at another time waits",
  })
  .default(usual);
