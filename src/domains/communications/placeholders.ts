// The variables of templates, written as {{name}}: a closed list for each kind of thing that a message is about.

const always = ["business_name", "business_contact", "customer_name", "customer_first_name"] as const;
export const variables = {
  general: [...always],
  job: [...always, "job_title", "job_date", "job_time", "technician_name", "job_link", "review_link"],
  invoice: [...always, "invoice_number", "amount_due", "due_date", "invoice_link"],
  estimate: [...always, "estimate_number", "estimate_amount", "valid_until", "estimate_link"],
  agreement: [...always, "plan_name", "ends_on"],
  lead: [...always, "request_summary"],
} as const satisfies Record<string, readonly string[]>;
export type TemplateKind = keyof typeof variables;
export const templateKinds = Object.keys(variables) as [TemplateKind, ...TemplateKind[]];

const PLACE = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** The variables that a text names, each once. */
export const namedIn = (text: string): string[] => [...new Set([...text.matchAll(PLACE)].map(([, name = ""]) => name))];

/** What a text names that its kind does not know; a brace that is not closed is named as it stands. */
export function unknownIn(text: string, kind: TemplateKind): string[] {
  const known: readonly string[] = variables[kind];
  const left = text.replace(PLACE, "").match(/\{\{[^\n]{0,40}|[^\n{}]{0,40}\}\}/g) ?? [];
  return [...namedIn(text).filter((name) => !known.includes(name)), ...left.map((rest) => rest.trim())];
}

export type Values = Readonly<Record<string, string>>;

/** The text with its variables filled in; one that nobody has given a value is left empty and told in `missing`. */
export function filled(text: string, values: Values): { text: string; missing: string[] } {
  const missing = namedIn(text).filter((name) => !Object.hasOwn(values, name));
  return {
    text: text.replace(PLACE, (_, name: string) => (Object.hasOwn(values, name) ? (values[name] ?? "") : "")),
    missing,
  };
}
