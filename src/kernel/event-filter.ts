import { AppError } from "./errors.ts";
import { z } from "./fields.ts";

// What a receiver asks for: event types. `sale.created` means this type, `sale.*` every type below `sale.`, `*` every type.

/** Whether one of the filters means this type. No filter at all means none. */
export const matches = (filters: readonly string[], type: string): boolean =>
  filters.some((filter) => filter === "*" || filter === type || isAbove(filter, type));

const isAbove = (filter: string, type: string): boolean =>
  filter.length > 2 && filter.endsWith(".*") && type.startsWith(filter.slice(0, -1));

/** The places of the filters that mean no known type: a mistyped name, a wildcard that matches nothing. */
export const unknownFilters = (filters: readonly string[], types: readonly string[]): number[] =>
  filters.flatMap((filter, i) => (types.some((type) => matches([filter], type)) ? [] : [i]));

/** Refuses a query whose `types` mean no event: a mistyped filter must not pass for one that nothing happens to match. */
export function assertKnown(filters: readonly string[], types: readonly string[]): void {
  const unknown = unknownFilters(filters, types).map((i) => filters[i]);
  if (unknown.length > 0)
    throw new AppError("bad_request", "event.unknown_type", "`types` must name events that exist.", {
      fields: { types: `${unknown.join(", ")}: is not an event, and no event is below it` },
    });
}

/** Filters in a query: `sale.*,dispatch.completed`. */
export const EventFilters = z
  .string()
  .max(2000)
  .transform((text) => [...new Set(text.split(",").map((filter) => filter.trim()))])
  .openapi({
    type: "string",
    example: "sale.*,dispatch.completed",
    description:
      "only these events: types, or everything below a prefix (`sale.*`), with commas between; all of them when absent",
  });
