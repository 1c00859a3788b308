import { FlagText, InstantOut, z } from "#/kernel/fields.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";
import { kindNames } from "./kinds.ts";

const kind = z.enum(kindNames).openapi({ description: "what the rows of the file are" });

export const StartQuery = z.object({
  kind,
  dry_run: FlagText.optional().openapi({ description: "true: every row is judged, and nothing is made" }),
});
export const TemplateQuery = z.object({ kind });
export const ImportQuery = PageQuery.extend({ kind: kind.optional(), sort: sortBy("id", "updated_at") });

export const Import = z
  .object({
    id: z.int(),
    kind,
    dry_run: z.boolean().openapi({ description: "nothing is made; `created` counts what would be" }),
    status: z.enum(["running", "done", "failed"]).openapi({
      description:
        "`done`: every row has its result, good or bad. `failed`: it broke off; the rows tell how far it came",
    }),
    rows: z.int().openapi({ description: "rows of the file, without the header and empty ones" }),
    created: z.int().openapi({ description: "rows that made something, up to now" }),
    unchanged: z.int().openapi({ description: "rows whose external_id had been imported before" }),
    skipped: z.int().openapi({ description: "rows that repeat another row of the file" }),
    failed: z.int().openapi({ description: "rows that were refused" }),
    warnings: z.array(z.string()).openapi({ description: "what was left out of the file as a whole" }),
    created_by: z.string(),
    created_at: InstantOut,
    updated_at: InstantOut,
    finished_at: InstantOut.nullable().openapi({ description: "when the last row got its result" }),
    version: z.int(),
  })
  .openapi("Import", {
    example: {
      id: 3,
      kind: "items",
      dry_run: false,
      status: "running",
      rows: 1200,
      created: 395,
      unchanged: 0,
      skipped: 1,
      failed: 4,
      warnings: ["The column Colour is not known and was left out."],
      created_by: "user:1",
      created_at: "2026-03-01T12:00:00.000Z",
      updated_at: "2026-03-01T12:00:02.000Z",
      finished_at: null,
      version: 3,
    },
  });
export const ImportPage = pageOf("ImportPage", Import);
