import { Cents, Id, IdText, InstantOut, line, prose, Quantity, z } from "#/kernel/fields.ts";
import { LogQuery, pageOf } from "#/kernel/page.ts";
import { moveKinds } from "./kinds.ts";
import { QuantityOrNone, SignedQuantity, UnitCost, Units } from "./schemas.ts";

/** Lines of one request. */
const MOST_LINES = 500;
/** Lines of one stock take. */
const MOST_COUNTED = 5000;

const Serials = z
  .array(line(80))
  .min(1)
  .max(1000)
  .openapi({
    description: "one for each piece, of a part that has serial numbers",
    example: ["SN-1001"],
  });
const Notes = prose(1000).openapi({ description: "why, or by which paper" });

type Shape = Record<string, z.ZodType>;
type Optional<S extends Shape> = { [K in keyof S]: z.ZodOptional<S[K]> };
const optional = <S extends Shape>(shape: S): Optional<S> =>
  Object.fromEntries(Object.entries(shape).map(([name, field]) => [name, z.optional(field)])) as unknown as Optional<S>; // safe: made field by field

/** A body about one part, or about several by `lines`. */
const lined = <L extends Shape, R extends Shape>(name: string, lineShape: L, rest: R, example: object) =>
  z
    .strictObject({
      ...rest,
      ...optional(lineShape),
      lines: z
        .array(z.strictObject(lineShape))
        .min(1)
        .max(MOST_LINES)
        .optional()
        .openapi({ description: "several parts at once, instead of `part_id` and what belongs to it" }),
    })
    .refine((body) => isAboutOne(body) !== isAboutSeveral(body), {
      path: ["part_id"],
      error: "name one part, or `lines`",
    })
    .refine((body) => !isAboutOne(body) || isAboutSeveral(body) || needsOf(lineShape).every((field) => field in body), {
      path: ["quantity"],
      error: "must be there",
    })
    .openapi(name, { example });
const isAboutOne = (body: object): boolean => "part_id" in body && body.part_id !== undefined;
const isAboutSeveral = (body: object): boolean => "lines" in body && body.lines !== undefined;
const needsOf = (shape: Shape): string[] =>
  Object.entries(shape)
    .filter(([, field]) => !field.safeParse(undefined).success)
    .map(([name]) => name);

const part = { part_id: Id };
const taken = { ...part, quantity: Quantity, serials: Serials.optional() };
const notes = { notes: Notes.optional() };

export const ReceiveStock = lined(
  "ReceiveStock",
  {
    ...taken,
    unit_cost_cents: UnitCost.optional().openapi({
      description: "what a unit cost; the `cost_cents` of the part when absent, else the average so far",
    }),
    total_cost_cents: Cents.optional().openapi({ description: "what all of it cost, instead of `unit_cost_cents`" }),
  },
  { location_id: Id, ...notes },
  { part_id: 1, location_id: 1, quantity: 50, notes: "PO #1234" },
).refine(
  (body) =>
    [body, ...(body.lines ?? [])].every(
      (one) => one.unit_cost_cents === undefined || one.total_cost_cents === undefined,
    ),
  { path: ["total_cost_cents"], error: "send either unit_cost_cents or total_cost_cents" },
);
export const IssueStock = lined(
  "IssueStock",
  taken,
  { job_id: Id, location_id: Id, ...notes },
  { job_id: 42, location_id: 1, part_id: 1, quantity: 2 },
);
export const ReturnStock = lined(
  "ReturnStock",
  taken,
  {
    location_id: Id.openapi({ description: "where it comes back to, or leaves from on its way to the supplier" }),
    job_id: Id.optional().openapi({ description: "the job that did not use it" }),
    to_supplier: z.boolean().optional().openapi({ description: "true: it goes back to the supplier" }),
    ...notes,
  },
  { job_id: 42, location_id: 1, part_id: 1, quantity: 1 },
);
export const TransferStock = lined(
  "TransferStock",
  taken,
  { from_location_id: Id, to_location_id: Id, ...notes },
  { from_location_id: 1, to_location_id: 2, part_id: 1, quantity: 5 },
);
export const AdjustStock = lined(
  "AdjustStock",
  {
    ...part,
    quantity: SignedQuantity.openapi({ description: "how much more there is, or less" }),
    serials: Serials.optional(),
    unit_cost_cents: UnitCost.optional().openapi({
      description: "what a found unit is worth; the average when absent",
    }),
  },
  { location_id: Id, reason: line(200).openapi({ description: "why the books were wrong" }) },
  { location_id: 1, part_id: 1, quantity: -1, reason: "Broken in the warehouse" },
);
export const CountStock = z
  .strictObject({
    location_id: Id,
    lines: z
      .array(z.strictObject({ ...part, counted: QuantityOrNone.openapi({ description: "what was found" }) }))
      .min(1)
      .max(MOST_COUNTED)
      .refine(
        (lines) => new Set(lines.map(({ part_id }) => part_id)).size === lines.length,
        "must name each part once",
      ),
    ...notes,
  })
  .openapi("CountStock", { example: { location_id: 1, lines: [{ part_id: 1, counted: 48 }] } });

/** The moves of one request, as they were asked for. Their cost is decided when they are written: the list of moves has it. */
export const StockMovement = z
  .object({
    id: z.string().openapi({ description: "the `movement_id` of its moves" }),
    kind: z.enum(moveKinds).openapi({ description: "`transfer_out` stands for both sides of a transfer" }),
    location_id: z.int(),
    to_location_id: z.int().nullable().openapi({ description: "where a transfer goes" }),
    job_id: z.int().nullable(),
    lines: z
      .array(z.object({ part_id: z.int(), quantity: Units, serials: z.array(z.string()).nullable() }))
      .openapi({ description: "as they were sent" }),
    notes: z.string().nullable(),
    created_at: InstantOut,
  })
  .openapi("StockMovement", {
    example: {
      id: "stk_01KMT3G9Z2W5X8B4C6D7E9F0AB",
      kind: "receipt",
      location_id: 1,
      to_location_id: null,
      job_id: null,
      lines: [{ part_id: 1, quantity: 50, serials: null }],
      notes: "PO #1234",
      created_at: "2026-03-28T09:00:00.000Z",
    },
  });

export const StockMove = z
  .object({
    id: z.int().openapi({ description: "moves are numbered in the order in which they were written" }),
    movement_id: z.string(),
    part_id: z.int(),
    location_id: z.int(),
    kind: z.enum(moveKinds),
    quantity: Units.openapi({ description: "below zero: it left the location" }),
    value_cents: z.int().openapi({ description: "what it adds to the value of the stock there" }),
    unit_cost_cents: z.int().openapi({ description: "its value by unit, rounded" }),
    revalued_cents: z.int().openapi({
      description: "correction of stock that was used before it was received, by what the receipt cost",
    }),
    job_id: z.int().nullable(),
    reference_type: z
      .string()
      .nullable()
      .openapi({ description: "what caused it, like `purchase_order`; null: a request of its own" }),
    reference_id: z.string().nullable(),
    serials: z.array(z.string()).nullable(),
    notes: z.string().nullable(),
    created_by: z.string(),
    created_at: InstantOut,
  })
  .openapi("StockMove", {
    example: {
      id: 1,
      movement_id: "stk_01KMT3G9Z2W5X8B4C6D7E9F0AB",
      part_id: 1,
      location_id: 1,
      kind: "receipt",
      quantity: 50,
      value_cents: 60000,
      unit_cost_cents: 1200,
      revalued_cents: 0,
      job_id: null,
      reference_type: null,
      reference_id: null,
      serials: null,
      notes: "PO #1234",
      created_by: "user:1",
      created_at: "2026-03-28T09:00:00.000Z",
    },
  });
export const StockMovePage = pageOf("StockMovePage", StockMove);
export const StockMoveQuery = LogQuery.extend({
  part_id: IdText.optional(),
  location_id: IdText.optional(),
  job_id: IdText.optional(),
  kind: z.enum(moveKinds).optional().openapi({ description: "only of this kind" }),
  movement_id: z.string().max(40).optional().openapi({ description: "the moves of one request" }),
  reference_type: z.string().max(40).optional(),
  reference_id: z.string().max(40).optional(),
});
