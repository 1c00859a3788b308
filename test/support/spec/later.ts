/** Requests of the document that belong to later steps: an entry moves to spec.test.ts when its endpoint is mounted. */
export const later: string[] = [];
export const later: readonly string[] = [];
