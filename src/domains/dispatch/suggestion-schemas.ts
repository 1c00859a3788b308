import { IdText, z } from "#/kernel/fields.ts";
import { exclusions } from "./suggestion-rules.ts";

export const SuggestionQuery = z.object({
  limit: IdText.refine((limit) => limit <= 200, "must be at most 200")
    .optional()
    .openapi({ description: "most suggestions; 10 when absent" }),
});

const minutes = (description: string) => z.int().openapi({ description });

export const TechnicianSuggestions = z
  .object({
    job_id: z.int(),
    date: z.string().openapi({ format: "date", description: "the local day that counts: of the job, or today" }),
    matrix: z.enum(["estimated"]).openapi({
      description:
        "where the ways come from: straight lines times a factor at one speed (`travel_detour_factor`, `travel_speed_kmh`)",
    }),
    items: z.array(
      z.object({
        technician_id: z.int(),
        technician_name: z.string(),
        score: minutes("the sum of the components, in minutes of driving: the least is the best"),
        components: z.object({
          travel: minutes("the way there; 30 where nobody knows it"),
          zone: minutes("0 for the main zone, 5 for one where they help out, 15 for another"),
          load: minutes("up to 30, by how full the day is"),
          skill: minutes("up to 20, by what they lack of the skills that are wanted and not needed"),
          continuity: minutes("-10 for who has worked for the customer before"),
        }),
        eta_minutes: z.int().nullable().openapi({ description: "how long the way takes; null where nobody knows it" }),
        distance_m: z.int().nullable().openapi({ description: "metres of road" }),
        reasons: z.array(z.string()),
        warnings: z.array(z.string()),
      }),
    ),
    excluded: z.array(
      z.object({
        technician_id: z.int(),
        technician_name: z.string(),
        rule: z.enum(exclusions).openapi({ description: "the rule that excludes the technician" }),
        reason: z.string(),
      }),
    ),
  })
  .openapi("TechnicianSuggestions", {
    example: {
      job_id: 42,
      date: "2026-03-28",
      matrix: "estimated",
      items: [
        {
          technician_id: 3,
          technician_name: "Mike Johnson",
          score: 14,
          components: { travel: 12, zone: 0, load: 12, skill: 0, continuity: -10 },
          eta_minutes: 12,
          distance_m: 8040,
          reasons: ["12 minutes from where they are now", "has worked for this customer before"],
          warnings: [],
        },
      ],
      excluded: [{ technician_id: 4, technician_name: "Ana Cruz", rule: "time_off", reason: "has time off then" }],
    },
  });
