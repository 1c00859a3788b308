import { DateField, daysInOrder, daysRespelt, z } from "#/kernel/fields.ts";
import { leadStatuses } from "./rules.ts";

export const LeadSummaryQuery = z
  .object({
    ...daysRespelt,
    date_from: DateField.optional().openapi({
      description: "leads of this local day or later; absent: of the month eleven months ago and later",
    }),
    date_to: DateField.optional().openapi({ description: "leads of this local day or earlier; absent: today" }),
  })
  .refine(...daysInOrder);

const conversion = z
  .int()
  .nullable()
  .openapi({ description: "won of those that were won or lost, in basis points; null where there are none" });
const outcome = { leads: z.int(), won: z.int(), lost: z.int(), conversion_bps: conversion };

export const LeadSummary = z
  .object({
    date_from: z.string().openapi({ format: "date" }),
    date_to: z.string().openapi({ format: "date" }),
    ...outcome,
    by_status: z.object(
      Object.fromEntries(leadStatuses.map((status) => [status, z.int()])) as Record<
        (typeof leadStatuses)[number],
        z.ZodInt
      >,
    ),
    first_response: z.object({
      answered: z.int().openapi({ description: "leads that got a response" }),
      median_minutes: z.number().nullable().openapi({ description: "from the enquiry to the first response" }),
    }),
    pipeline: z
      .object({
        leads: z.int(),
        value_cents: z.int(),
        weighted_cents: z.int().openapi({ description: "the sum of each value by its probability" }),
      })
      .openapi({ description: "all leads that are open now, of any day" }),
    cohorts: z.array(z.object({ month: z.string(), open: z.int(), disqualified: z.int(), ...outcome })).openapi({
      description: "by the local month in which the leads came: what has become of them until now",
    }),
    sources: z
      .array(z.object({ source: z.string().nullable(), ...outcome }))
      .openapi({ description: "the 50 with the most leads" }),
    campaigns: z
      .array(
        z.object({
          campaign_id: z.int(),
          name: z.string(),
          cost_cents: z.int(),
          leads: z.int(),
          won: z.int(),
          cost_per_lead_cents: z.int().nullable(),
          cost_per_won_cents: z.int().nullable(),
        }),
      )
      .openapi({ description: "the whole cost of each campaign by all of its leads, of any day" }),
  })
  .openapi("LeadSummary", {
    example: {
      date_from: "2025-04-01",
      date_to: "2026-03-28",
      leads: 40,
      won: 12,
      lost: 8,
      conversion_bps: 6000,
      by_status: { new: 6, contacted: 5, qualified: 4, estimate_sent: 3, won: 12, lost: 8, disqualified: 2 },
      first_response: { answered: 34, median_minutes: 18.5 },
      pipeline: { leads: 18, value_cents: 2400000, weighted_cents: 960000 },
      cohorts: [{ month: "2026-03", open: 18, disqualified: 2, leads: 40, won: 12, lost: 8, conversion_bps: 6000 }],
      sources: [{ source: "website", leads: 40, won: 12, lost: 8, conversion_bps: 6000 }],
      campaigns: [
        {
          campaign_id: 3,
          name: "Spring tune-up postcards",
          cost_cents: 120000,
          leads: 24,
          won: 6,
          cost_per_lead_cents: 5000,
          cost_per_won_cents: 20000,
        },
      ],
    },
  });
