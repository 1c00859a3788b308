import { EstimateOnWire, Signature } from "#/domains/estimates/index.ts";
import { InvoiceOnWire } from "#/domains/invoices/index.ts";
import { IdText, InstantOut, line, namesAField, prose, z } from "#/kernel/fields.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";
import { estimateExample, invoiceExample } from "./examples.ts";

const request = {
  summary: "AC blows warm air",
  description: "Since yesterday evening, the thermostat reads 85 F",
  preferred_time: "Weekday mornings",
  address: "12 Oak Street",
  city: "Tampa",
  state: "FL",
  zip: "33601",
};
export const RequestService = z
  .strictObject({
    summary: line(160).openapi({ description: "what it is about, in a line" }),
    description: prose(4000).optional(),
    preferred_time: line(200).optional().openapi({ description: "when it suits them, in their words" }),
    phone: line(40).optional(),
    address: line(200).optional(),
    city: line(100).optional(),
    state: line(60).optional(),
    zip: line(20).optional(),
  })
  .openapi("RequestService", { example: request });
export const ServiceRequest = z
  .object({
    id: z.int(),
    summary: z.string(),
    description: z.string().nullable(),
    preferred_time: z.string().nullable(),
    address: z.string().nullable(),
    city: z.string().nullable(),
    state: z.string().nullable(),
    zip: z.string().nullable(),
    created_at: InstantOut,
  })
  .openapi("ServiceRequest", { example: { id: 3, ...request, created_at: "2026-03-28T14:30:00.000Z" } });
export const ServiceRequests = z.object({ items: z.array(ServiceRequest) }).openapi("ServiceRequests");

const reviewExample = {
  id: 8,
  job_id: 42,
  technician_id: 3,
  rating: 5,
  comment: "On time, and the house is cool again.",
  answer: null,
  answered_at: null,
  is_hidden: false,
  final_at: "2026-04-04T14:30:00.000Z",
  created_at: "2026-03-28T14:30:00.000Z",
  updated_at: "2026-03-28T14:30:00.000Z",
  version: 1,
};
const review = {
  id: z.int(),
  job_id: z.int(),
  rating: z.int(),
  comment: z.string().nullable(),
  answer: z.string().nullable().openapi({ description: "of the business" }),
  answered_at: InstantOut.nullable(),
  final_at: InstantOut.openapi({ description: "until then the customer can change it" }),
  created_at: InstantOut,
  updated_at: InstantOut,
  version: z.int(),
};
export const Review = z
  .object({ ...review, technician_id: z.int().nullable(), is_hidden: z.boolean() })
  .openapi("Review", { example: reviewExample });
const { technician_id: _, is_hidden: __, ...ownReviewExample } = reviewExample;
export const OwnReview = z.object(review);
export const PostReview = z
  .strictObject({ rating: z.int().min(1).max(5), comment: prose(2000).optional() })
  .openapi("PostReview", { example: { rating: 5, comment: "On time, and the house is cool again." } });
export const ReviewPosted = z
  .object({ ...review, is_new: z.boolean().openapi({ description: "false, with 200: the review was changed" }) })
  .openapi("ReviewPosted", { example: { ...ownReviewExample, is_new: true } });
export const AnswerReview = z
  .strictObject({
    answer: prose(2000).nullable().optional(),
    hidden: z.boolean().optional().openapi({ description: "true: nobody but staff and its author sees it" }),
  })
  .refine(...namesAField)
  .openapi("AnswerReview", { example: { answer: "Thank you, Jane!" } });
export const ReviewQuery = PageQuery.extend({
  technician_id: IdText.optional(),
  sort: sortBy("id", "updated_at"),
});
export const ReviewPage = pageOf("ReviewPage", Review);

const Arrival = z.object({
  at: InstantOut.openapi({ description: "when the technician arrives, by the way from where they were last seen" }),
  minutes: z.int(),
  seen_at: InstantOut.openapi({ description: "when they were last seen" }),
});
export const CustomerJob = z
  .object({
    id: z.int(),
    job_number: z.int(),
    title: z.string(),
    status: z
      .string()
      .openapi({ description: "as on the board: `pending` until a technician is found, `completed` at the end" }),
    service_address: z.string().nullable(),
    service_city: z.string().nullable(),
    scheduled_start: InstantOut.nullable(),
    scheduled_end: InstantOut.nullable(),
    arrival_window_start: InstantOut.nullable(),
    arrival_window_end: InstantOut.nullable(),
    completed_at: InstantOut.nullable(),
    technician: z.object({ first_name: z.string() }).nullable(),
    arrival: Arrival.nullable().openapi({ description: "only while the technician is on the way and can be seen" }),
    can_review: z.boolean(),
    review: OwnReview.nullable(),
  })
  .openapi("CustomerJob");
export const CustomerJobs = z
  .object({
    timezone: z.string().openapi({ description: "of the business: what a day is here" }),
    items: z.array(CustomerJob),
  })
  .openapi("CustomerJobs", {
    example: {
      timezone: "America/New_York",
      items: [
        {
          ...{ id: 42, job_number: 42, title: "AC tune-up", status: "en_route" },
          ...{ service_address: "12 Oak Street", service_city: "Tampa" },
          ...{ scheduled_start: "2026-03-28T13:00:00.000Z", scheduled_end: "2026-03-28T14:00:00.000Z" },
          ...{ arrival_window_start: "2026-03-28T13:00:00.000Z", arrival_window_end: "2026-03-28T15:00:00.000Z" },
          completed_at: null,
          technician: { first_name: "Mike" },
          arrival: { at: "2026-03-28T13:12:00.000Z", minutes: 12, seen_at: "2026-03-28T13:00:00.000Z" },
          ...{ can_review: false, review: null },
        },
      ],
    },
  });

const estimateFields = {
  id: true,
  number: true,
  title: true,
  status: true,
  currency: true,
  line_items: true,
  options: true,
  subtotal_cents: true,
  discount_cents: true,
  tax_cents: true,
  total_cents: true,
  tax_breakdown: true,
  valid_until: true,
  accepted_option: true,
  accepted_at: true,
  declined_at: true,
  sent_at: true,
  version: true,
} as const;
export const CustomerEstimate = EstimateOnWire.pick(estimateFields)
  .extend({ can_answer: z.boolean().openapi({ description: "whether it waits for an answer" }) })
  .openapi("CustomerEstimate", { example: estimateExample });
export const CustomerEstimates = z.object({ items: z.array(CustomerEstimate) }).openapi("CustomerEstimates");
export const AcceptOwnEstimate = z
  .strictObject({
    option_id: line(40).optional().openapi({ description: "required where there are several" }),
    optional_lines: z
      .array(z.int().min(1))
      .max(200)
      .default([])
      .openapi({ description: "optional lines that are wanted, counted from 1" }),
    name: line(120).openapi({ description: "of the customer who says yes" }),
    signature: z.union([line(120), Signature]).openapi({ description: "a typed name, or a drawn signature" }),
  })
  .openapi("AcceptOwnEstimate", { example: { name: "Jane Doe", signature: "Jane Doe" } });
export const DeclineOwnEstimate = z
  .strictObject({ reason: prose(1000).optional() })
  .openapi("DeclineOwnEstimate", { example: { reason: "We wait until autumn" } });

const invoiceFields = {
  id: true,
  number: true,
  title: true,
  status: true,
  currency: true,
  line_items: true,
  tax_breakdown: true,
  subtotal_cents: true,
  discount_cents: true,
  tax_cents: true,
  total_cents: true,
  notes: true,
  invoice_date: true,
  due_date: true,
  days_overdue: true,
  amount_paid_cents: true,
  balance_cents: true,
  sent_at: true,
  paid_at: true,
  version: true,
} as const;
export const CustomerInvoice = InvoiceOnWire.pick(invoiceFields).openapi("CustomerInvoice", {
  example: invoiceExample,
});
export const CustomerInvoiceQuery = PageQuery;
export const CustomerInvoicePage = pageOf("CustomerInvoicePage", CustomerInvoice);
export const PayIntent = z
  .object({
    id: z.string().openapi({ description: "of the payment, at the payment provider" }),
    client_secret: z
      .string()
      .openapi({ description: "for the payment form of the provider, in the customer's browser" }),
    amount_cents: z.int().openapi({ description: "all that is due" }),
    currency: z.string(),
  })
  .openapi("PayIntent", {
    example: { id: "pi_3PX0", client_secret: "pi_3PX0_secret_9f2c", amount_cents: 15000, currency: "USD" },
  });

export const CustomerDocuments = z
  .object({
    items: z.array(
      z.object({
        kind: z.enum(["estimate", "invoice", "credit_note"]),
        id: z.int(),
        number: z.string().nullable(),
        title: z.string().nullable(),
        status: z.string(),
        sent_at: InstantOut.nullable(),
        total_cents: z.int().nullable().openapi({ description: "null: it depends on the option" }),
        balance_cents: z.int().nullable().openapi({ description: "what is still owed on an invoice" }),
      }),
    ),
  })
  .openapi("CustomerDocuments", {
    example: {
      items: [
        {
          ...{ kind: "invoice", id: 42, number: "INV-42", title: null, status: "sent" },
          ...{ sent_at: "2026-03-28T14:30:00.000Z", total_cents: 15000, balance_cents: 15000 },
        },
      ],
    },
  });
