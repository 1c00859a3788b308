import { csvFile } from "#/http/csv.ts";
import { endpoint, rawEndpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { startImport } from "./actions/start-import.ts";
import { kinds } from "./kinds.ts";
import { listImports } from "./repo.ts";
import { RESULT_COLUMNS, resultPages } from "./result-file.ts";
import { Import, ImportPage, ImportQuery, StartQuery, TemplateQuery } from "./schemas.ts";
import { imports } from "./tables.ts";

const csv = { by: "user", method: "get", contentType: "text/csv; charset=utf-8" } as const;

export const routes = [
  endpoint({
    method: "post",
    path: "/admin/imports",
    operationId: "startImport",
    summary: "Import technicians, customers, the price book, sales or leads from a CSV file",
    description:
      "Up to 10,000 rows in 5 MiB, UTF-8, delimited by comma, semicolon, tab or `|`; the names of columns are read without regard to case and spaces. The rows are carried out in the background, by the rules of the requests that make the same, with their events. Each row has its own result: a broken one stops no other. A row with an `external_id` is made once, whatever file it comes in; without one each file makes it again. A customer who is known already by phone or e-mail stays as they are, and the row is `unchanged`; so does a lead whose phone had one within 30 days, unless the row says `allow_duplicate`. Amounts are like `1500.00` or `$1,500.00`; columns that end in `_cents` have cents. One apostrophe before `=`, `+`, `-` or `@` is taken away. Also needs the permission to make such things by hand.",
    by: "user",
    permission: "imports:write",
    query: StartQuery,
    upload: {
      types: ["text/csv"],
      maxBytes: 5 * 1024 * 1024,
      example: btoa("name,pay_type,base_pay\r\nMike,hourly,25.00\r\n"),
    },
    response: Import,
    status: 202,
    handler: (ctx, { query: { kind, dryRun = false }, file: { bytes } }) =>
      startImport(ctx, { kind, isDry: dryRun, bytes }),
  }),
  endpoint({
    method: "get",
    path: "/admin/imports",
    operationId: "listImports",
    summary: "List imports",
    description: "They are kept for 30 days after their end.",
    by: "user",
    permission: "imports:read",
    query: ImportQuery,
    response: ImportPage,
    handler: (ctx, { query }) => listImports(ctx, query),
  }),
  rawEndpoint({
    ...csv,
    path: "/admin/imports/template.csv",
    operationId: "getImportTemplate",
    summary: "Get an empty file with the columns of a kind",
    description: "Columns that may be left out are in it too; of an amount either form will do.",
    permission: "imports:read",
    query: TemplateQuery,
    example: "external_id,name,pay_type,base_pay,email\r\n",
    handler: (_ctx, { query: { kind } }) => csvFile(`${kind}.csv`, templateOf(kind), nothing()),
  }),
  endpoint({
    method: "get",
    path: "/admin/imports/{id}",
    operationId: "getImport",
    summary: "Get an import and how far it has come",
    by: "user",
    permission: "imports:read",
    params: IdParams,
    response: Import,
    handler: (ctx, { params }) => imports.get(ctx, params.id),
  }),
  rawEndpoint({
    ...csv,
    path: "/admin/imports/{id}/rows.csv",
    operationId: "exportImportRows",
    summary: "Export the rows of an import, each with its result, as CSV",
    description:
      "`row` counts as a spreadsheet does: the header is row 1. `status` is pending, created, unchanged, skipped or failed; `id` is what was made.",
    permission: "imports:read",
    params: IdParams,
    example: `${RESULT_COLUMNS.join(",")}\r\n2,A-17,created,5,,\r\n3,A-18,failed,,item.sku_taken,Another item has the SKU F-1. Choose another.\r\n`,
    handler: (ctx, { params: { id } }) => csvFile(`import-${id}.csv`, RESULT_COLUMNS, resultPages(ctx, id)),
  }),
];

/** Every column; of an amount the readable form. */
const templateOf = (kind: keyof typeof kinds): string[] =>
  kinds[kind].columns.map(({ name }) => name).filter((name) => !name.endsWith("_cents"));

async function* nothing() {
  yield [];
}
