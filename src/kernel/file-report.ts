import { z } from "./fields.ts";

/** What every answer to a file that is carried out at once tells, beside what was made of it. */
export const fileReport = {
  rows: z.int().openapi({ description: "rows of the file, without the header and empty ones" }),
  unchanged: z.int().openapi({ description: "rows that say what was so already" }),
  failed: z.int().openapi({ description: "rows that were refused" }),
  problems: z
    .array(
      z.object({
        row: z.int().openapi({ description: "as a spreadsheet counts: the header is row 1" }),
        message: z.string(),
      }),
    )
    .openapi({ description: "what was wrong with refused rows, 100 at most" }),
  warnings: z.array(z.string()).openapi({ description: "what to look at again" }),
};
