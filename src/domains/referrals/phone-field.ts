import { z } from "#/kernel/fields.ts";
import { usPhone } from "./phone-rules.ts";

/** A US phone number in a request, in E.164 from there on. */
export const UsPhone = z
  .string()
  .max(40)
  .transform((text, context) => {
    const read = usPhone(text);
    if ("e164" in read) return read.e164;
    context.addIssue(read.problem);
    return z.NEVER;
  })
  .openapi({
    type: "string",
    maxLength: 40,
    description: "a US phone number, however it is written; kept as +1XXXXXXXXXX. Without an extension",
    example: "5551234567",
  });
