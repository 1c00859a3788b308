import { line, prose, z } from "#/kernel/fields.ts";
import { DrawnPath } from "./signature.ts";

// What the forms of the page send: texts, of which some may come several times.

const Numbers = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((texts) => (texts === undefined ? [] : [texts].flat().map(Number)))
  .pipe(z.array(z.int().min(1)).max(200));

export const AnswerForm = z
  .object({
    name: line(120),
    drawn: z.union([z.literal(""), DrawnPath]).optional(),
    option: z.string().max(40).optional(),
    with: Numbers,
    total_cents: z
      .string()
      .regex(/^\d{1,16}$/)
      .transform(Number),
  })
  .transform(({ with: lines, total_cents: totalCents, ...rest }) => ({ ...rest, lines, totalCents }));

export const DeclineForm = z.object({ reason: prose(1000).optional() });
