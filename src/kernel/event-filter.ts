// What a receiver asks for: event types. `sale.created` means this type, `sale.*` every type below `sale.`, `*` every type.

/** Whether one of the filters means this type. No filter at all means none. */
export const matches = (filters: readonly string[], type: string): boolean =>
  filters.some((filter) => filter === "*" || filter === type || isAbove(filter, type));

const isAbove = (filter: string, type: string): boolean =>
  filter.length > 2 && filter.endsWith(".*") && type.startsWith(filter.slice(0, -1));

/** The places of the filters that mean no known type: a mistyped name, a wildcard that matches nothing. */
export const unknownFilters = (filters: readonly string[], types: readonly string[]): number[] =>
  filters.flatMap((filter, i) => (types.some((type) => matches([filter], type)) ? [] : [i]));
