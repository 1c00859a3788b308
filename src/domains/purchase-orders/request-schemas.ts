import {
  Cents,
  DateField,
  Email,
  FlagText,
  Id,
  IdText,
  line,
  namesAField,
  prose,
  Quantity,
  z,
} from "#/kernel/fields.ts";
import { PageQuery, sortBy } from "#/kernel/page.ts";
import { landedKinds } from "./landed.ts";
import { Allocation, OrderStatus } from "./schemas.ts";

const MOST_LINES = 200;

const Line = z
  .strictObject({
    part_id: Id,
    quantity: Quantity.openapi({ description: "in packs, where the part comes in packs; these are not opened" }),
    unit_cost_cents: Cents.optional().openapi({
      description: "of one pack, or of one unit where the part comes in none; absent: as the part costs",
    }),
    pack_size: Quantity.optional().openapi({ description: "what one pack holds; absent: as the part says" }),
  })
  .openapi("PurchaseOrderLineAsked", { example: { part_id: 1, quantity: 100, unit_cost_cents: 1100 } });
const fields = {
  job_id: Id.openapi({
    description:
      "the job that the parts go straight to: they are never stocked, and what they cost is a cost of the job",
  }),
  location_id: Id.openapi({ description: "where the parts are to arrive" }),
  expected_on: DateField.openapi({ description: "local day on which they should arrive" }),
  supplier_reference: line(80).openapi({ description: "the supplier's own number of the order or offer" }),
  notes: prose(4000).openapi({ description: "for the supplier: printed on the order" }),
};

export const CreatePurchaseOrder = z
  .strictObject({
    supplier_id: Id,
    items: z.array(Line).max(MOST_LINES).default([]),
    location_id: Id.optional().openapi({
      description: "where the parts are to arrive; absent: at the first warehouse that is in use",
    }),
    job_id: fields.job_id.optional(),
    expected_on: fields.expected_on.optional(),
    supplier_reference: fields.supplier_reference.optional(),
    notes: fields.notes.optional(),
  })
  .openapi("CreatePurchaseOrder", {
    example: { supplier_id: 1, items: [{ part_id: 1, quantity: 100, unit_cost_cents: 1100 }] },
  });

export const ChangePurchaseOrder = z
  .strictObject({
    supplier_id: Id.optional(),
    items: z.array(Line).max(MOST_LINES).optional().openapi({ description: "all lines, in place of those before" }),
    location_id: fields.location_id.optional(),
    job_id: z.union([fields.job_id, z.null()]).optional(),
    expected_on: z.union([fields.expected_on, z.null()]).optional(),
    supplier_reference: z.union([fields.supplier_reference, z.null()]).optional(),
    notes: z.union([fields.notes, z.null()]).optional(),
  })
  .refine(...namesAField)
  .openapi("ChangePurchaseOrder", { example: { supplier_reference: "Q-5518" } });

export const SendPurchaseOrder = z
  .strictObject({
    to: Email.optional().openapi({ description: "absent: the supplier's `email`" }),
    message: prose(1000).optional().openapi({ description: "above the order in the mail" }),
    mail: z.boolean().default(true).openapi({ description: "false: no mail; you hand the order over yourself" }),
  })
  .openapi("SendPurchaseOrder", { example: { message: "Please confirm the delivery date." } });

export const CancelPurchaseOrder = z
  .strictObject({ reason: prose(1000).optional() })
  .openapi("CancelPurchaseOrder", { example: { reason: "Found a better price" } });

const Arrived = z
  .strictObject({
    line: z.int().min(1).optional().openapi({ description: "the line of the order; or name the part" }),
    part_id: Id.optional().openapi({ description: "where only one line is of this part" }),
    quantity: Quantity,
    unit_cost_cents: Cents.optional().openapi({ description: "what it cost in the end; absent: as it was ordered" }),
    location_id: Id.optional().openapi({
      description: "where it was put; absent: where the order is to arrive, or straight to its job",
    }),
    serials: z.array(line(64)).max(1000).default([]).openapi({
      description: "the serial number of each piece, where the part has serial numbers",
    }),
  })
  .refine(({ line, part_id }) => (line === undefined) !== (part_id === undefined), {
    path: ["line"],
    error: "name the line or the part, not both",
  })
  .openapi("ArrivedLine", { example: { part_id: 1, quantity: 60, unit_cost_cents: 1150 } });

const LandedCostAsked = z
  .strictObject({ kind: z.enum(landedKinds), amount_cents: Cents, note: line(200).optional() })
  .openapi("LandedCostAsked", { example: { kind: "freight", amount_cents: 1800 } });

export const ReceivePurchaseOrder = z
  .strictObject({
    items: z
      .array(Arrived)
      .min(1, "must name what arrived")
      .max(MOST_LINES)
      .optional()
      .openapi({ description: "absent: all that is outstanding, as it was ordered" }),
    location_id: Id.optional().openapi({ description: "for the lines that name none" }),
    landed_costs: z
      .array(LandedCostAsked)
      .max(20)
      .default([])
      .openapi({ description: "what was paid beside the goods: laid on them, so that stock is worth what it cost" }),
    allocate_by: Allocation.default("value").openapi({
      description: "landed costs are laid on the lines by what they cost, or by how much arrived",
    }),
    received_on: DateField.optional().openapi({ description: "local day; absent: today" }),
    supplier_document: line(80).optional().openapi({ description: "number of the delivery note or bill" }),
    notes: prose(2000).optional(),
  })
  .openapi("ReceivePurchaseOrder", {
    example: {
      items: [{ part_id: 1, quantity: 60, unit_cost_cents: 1150 }],
      landed_costs: [{ kind: "freight", amount_cents: 1800 }],
    },
  });

export const PurchaseOrderQuery = PageQuery.extend({
  status: OrderStatus.optional(),
  supplier_id: IdText.optional(),
  part_id: IdText.optional().openapi({ description: "orders with a line of this part" }),
  location_id: IdText.optional().openapi({ description: "orders that are to arrive there" }),
  job_id: IdText.optional().openapi({ description: "orders whose parts go straight to this job" }),
  is_auto: FlagText.optional().openapi({ description: "true: orders that reorders have made; false: the others" }),
  is_open: FlagText.optional().openapi({
    description: "true: parts of it are on order: submitted, approved, sent or partially received; false: the others",
  }),
  expected_by: DateField.optional().openapi({ description: "expected on this local day or earlier" }),
  search: line(80).optional().openapi({
    description: "words that begin a word of number, supplier or the supplier's reference",
  }),
  sort: sortBy("id", "updated_at"),
});
export const ReceiptQuery = PageQuery.omit({ page: true }).extend({ sort: sortBy("id", "updated_at") });
