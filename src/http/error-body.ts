import { errorKinds } from "#/kernel/errors.ts";
import { z } from "#/kernel/fields.ts";

// Apart from errors.ts, which every request needs from the start: zod is only loaded with a domain (platform.md 8).

/** What refusals look like to referrers, in the shape of the TradeEngage document. */
export const OpenErrorBody = z.strictObject({
  error: z.strictObject({
    code: z.enum(Object.values(errorKinds).map((kind) => kind.code)),
    message: z.string(),
    fields: z.record(z.string(), z.string()),
  }),
});

/** What every other refusal looks like on the wire. */
export const ErrorBody = z
  .object({
    ok: z.literal(false),
    error: z.object({
      code: z.enum(Object.values(errorKinds).map((kind) => kind.code)).openapi({ example: "VALIDATION_ERROR" }),
      message: z.string().openapi({ example: "sale_price_cents: must be an integer number of cents" }),
      reason: z
        .string()
        .openapi({ description: "stable, machine-readable: domain.reason", example: "request.invalid" }),
      fields: z.record(z.string(), z.string()).optional().openapi({ description: "what is wrong with each field" }),
      request_id: z.string().openapi({ example: "req_01KAG3M5S0W6P2J8Y4T9QZ7XNB" }),
    }),
  })
  .openapi("Error");
