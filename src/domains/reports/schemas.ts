import { DateField, InstantOut, line, namesAField, prose, z } from "#/kernel/fields.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";
import { columnTypes } from "./catalogue.ts";
import { datasetNames, functions, operators } from "./definition.ts";
import { presets } from "./ranges.ts";

export const DatasetField = z.enum(datasetNames).openapi({ description: "what the rows are", example: "sales" });
const Name = z.string().min(1).max(60).openapi({ example: "technician" });
const Cell = z.union([z.string().max(500), z.number(), z.boolean()]);

const Filter = z.strictObject({
  column: Name,
  op: z.enum(operators).openapi({ description: "which there are follows from the type of the column" }),
  value: z
    .union([Cell, z.array(Cell).max(100)])
    .nullish()
    .openapi({ description: "a list with `in`, nothing with `is_empty` and `is_not_empty`", example: false }),
});
const Aggregation = z.strictObject({
  fn: z.enum(functions),
  column: Name.nullish().openapi({ description: "absent with `count`: it counts rows", example: "sale_price_cents" }),
});
const Sort = z.strictObject({
  column: Name.openapi({ description: "a column of the answer", example: "sum_sale_price_cents" }),
  direction: z.enum(["asc", "desc"]).optional().openapi({ description: "`asc` when absent", example: "desc" }),
});
type Range = { preset: string; date_from?: string | undefined; date_to?: string | undefined };
const withCustom = (name: "date_from" | "date_to"): [(range: Range) => boolean, { path: string[]; error: string }] => [
  (range) => range.preset === "custom" || range[name] === undefined,
  { path: [name], error: "goes with custom only: leave it out, or make the preset custom" },
];
const DateRange = z
  .strictObject({
    preset: z
      .enum(presets)
      .openapi({ description: "resolved at each run, in the time zone of the business or schedule" }),
    date_from: DateField.optional().openapi({ description: "with `custom`: the first day" }),
    date_to: DateField.optional().openapi({ description: "with `custom`: the last day" }),
  })
  .refine(...withCustom("date_from"))
  .refine(...withCustom("date_to"));

const definition = {
  dataset: DatasetField,
  columns: z.array(Name).max(40),
  filters: z.array(Filter).max(20),
  group_by: z.array(Name).max(5),
  aggregations: z.array(Aggregation).max(15),
  sort: z.array(Sort).max(3),
  date_column: Name.nullable().openapi({
    description: "the column that the range of days is about; the usual one of the dataset when absent",
    example: "sale_date",
  }),
  date_range: DateRange.nullable().openapi({ description: "null: rows of all days" }),
};
const about = {
  name: line(120).openapi({ example: "Sales by technician" }),
  description: prose(1000).nullable().openapi({ example: null }),
  visibility: z
    .enum(["private", "shared"])
    .openapi({ description: "`private`: only its owner sees it", example: "shared" }),
};

const asked = {
  dataset: definition.dataset,
  columns: definition.columns.optional(),
  filters: definition.filters.optional(),
  group_by: definition.group_by.optional(),
  aggregations: definition.aggregations.optional(),
  sort: definition.sort.optional(),
  date_column: definition.date_column.optional(),
  date_range: definition.date_range.optional(),
};
const exampleDefinition = {
  dataset: "sales" as const,
  columns: [],
  filters: [{ column: "voided", op: "eq" as const, value: false }],
  group_by: ["technician"],
  aggregations: [{ fn: "sum" as const, column: "sale_price_cents" }, { fn: "count" as const }],
  sort: [{ column: "sum_sale_price_cents", direction: "desc" as const }],
  date_column: "sale_date",
  date_range: { preset: "last_month" as const },
};

export const PreviewDefinition = z.strictObject(asked).openapi("ReportDefinition", { example: exampleDefinition });
export const CreateReport = z
  .strictObject({
    ...asked,
    name: about.name,
    description: about.description.optional(),
    visibility: about.visibility.optional(),
  })
  .openapi("CreateReport", {
    example: { name: "Sales by technician", visibility: "shared", ...exampleDefinition },
  });
export const ChangeReport = z
  .strictObject({
    columns: definition.columns.optional(),
    filters: definition.filters.optional(),
    group_by: definition.group_by.optional(),
    aggregations: definition.aggregations.optional(),
    sort: definition.sort.optional(),
    date_column: definition.date_column.optional(),
    date_range: definition.date_range.optional(),
    name: about.name.optional(),
    description: about.description.optional(),
    visibility: about.visibility.optional(),
  })
  .refine(...namesAField)
  .openapi("ChangeReport", { example: { name: "Sales of last week", date_range: { preset: "last_week" } } });

export const Report = z
  .object({
    id: z.int(),
    ...about,
    ...definition,
    owner_id: z.int().nullable().openapi({ description: "the user whose it is; null: an API key made it" }),
    created_by: z.string(),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int(),
  })
  .openapi("Report", {
    example: {
      id: 3,
      name: "Sales by technician",
      description: null,
      visibility: "shared",
      ...exampleDefinition,
      owner_id: 1,
      created_by: "user:1",
      created_at: "2026-03-01T12:00:00.000Z",
      updated_at: "2026-03-01T12:00:00.000Z",
      version: 1,
    },
  });
export const ReportPage = pageOf("ReportPage", Report);
export const ReportQuery = PageQuery.extend({
  dataset: DatasetField.optional(),
  sort: sortBy("id", "updated_at"),
});

const Output = z.object({
  name: z.string().openapi({ description: "the name in each row", example: "sum_sale_price_cents" }),
  type: z.enum(columnTypes).openapi({ example: "money" }),
});
export const Preview = z
  .object({
    columns: z.array(Output),
    rows: z
      .array(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).nullable()))
      .openapi({ description: "at most 50, each by the names of `columns`" }),
    has_more: z.boolean().openapi({ description: "whether a run has more rows than these" }),
    date_from: DateField.nullable().openapi({ description: "the first day of the range, as it is resolved now" }),
    date_to: DateField.nullable().openapi({ description: "the last day" }),
  })
  .openapi("ReportPreview", {
    example: {
      columns: [
        { name: "technician", type: "text" },
        { name: "sum_sale_price_cents", type: "money" },
        { name: "count", type: "int" },
      ],
      rows: [{ technician: "Mike Johnson", sum_sale_price_cents: 150_000, count: 3 }],
      has_more: false,
      date_from: "2026-02-01",
      date_to: "2026-02-28",
    },
  });

const DatasetColumn = z.object({
  name: z.string().openapi({ example: "sale_price_cents" }),
  type: z.enum(columnTypes).openapi({ example: "money" }),
  description: z.string().openapi({ example: "the price, tax included" }),
  values: z.array(z.string()).nullable().openapi({ description: "of an enum: all that there are", example: null }),
  operators: z.array(z.enum(operators)).openapi({ description: "how it can be filtered", example: ["eq", "gte"] }),
  aggregations: z.array(z.enum(functions)).openapi({ description: "how it can be summed up", example: ["sum", "avg"] }),
  is_permitted: z.boolean().openapi({ description: "whether you may read it", example: true }),
});
const Dataset = z.object({
  name: DatasetField,
  description: z.string().openapi({ example: "Sales, voided ones too" }),
  permission: z.string().openapi({ description: "what one needs to read it", example: "sales:read" }),
  is_permitted: z.boolean().openapi({ description: "whether you may read it", example: true }),
  date_column: z.string().openapi({ description: "what a range of days is usually about", example: "sale_date" }),
  columns: z.array(DatasetColumn),
});
export const Datasets = z.object({ items: z.array(Dataset) }).openapi("ReportDatasets");

export const ValuesQuery = z.object({
  dataset: DatasetField,
  column: line(63).openapi({
    description: "a column of that dataset, of the type text, enum or flag",
    example: "technician",
  }),
});
export const Values = z
  .object({
    items: z
      .array(z.union([z.string(), z.boolean()]))
      .openapi({ description: "in order, at most 200", example: ["Mike Johnson"] }),
  })
  .openapi("ReportValues");
