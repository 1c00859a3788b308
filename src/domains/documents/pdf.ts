import type { Ctx } from "#/ctx.ts";
import { printed } from "#/domains/organization/index.ts";
import type { Report } from "#/integrations/pdf/index.ts";
import type { Instant } from "#/kernel/time.ts";
import type { DocumentView } from "./view.ts";

type Organization = Parameters<typeof printed>[1];

/** A document on paper, under the letterhead of the business. `madeAt` is its date: two of the same content and date are the same to the byte. */
export const documentPdf = (
  ctx: Ctx,
  organization: Organization,
  view: DocumentView,
  madeAt: Instant,
): Promise<Uint8Array<ArrayBuffer>> => printed(ctx, organization, paperOf(view, madeAt));

/** A document as the report that is printed. */
export function paperOf(view: DocumentView, madeAt: Instant): Omit<Report, "paper" | "business"> {
  const { kind, number, status, subject, parties, facts, options, payments, notes, footer } = view;
  const last = options.length - 1;
  return {
    title: kind,
    subtitle: number ?? status.text,
    madeAt: new Date(madeAt),
    parties,
    facts: [
      ...facts,
      ...(subject && options.some(({ name }) => name) ? [["About", subject] as const] : []),
      ["Status", status.text],
    ],
    sections: options.map(({ name, isChosen, lines, sums }, i) => {
      const heading = [name ?? subject, isChosen && "(chosen)"].filter(Boolean).join(" ");
      return {
        ...(heading && { heading }),
        columns: [
          { head: "Description", width: 6 },
          { head: "Quantity", width: 1.2, align: "right" },
          { head: "Price", width: 1.8, align: "right" },
          { head: "Amount", width: 1.8, align: "right" },
        ],
        rows: lines.map(({ description, quantity, price, amount }) => [description, quantity, price, amount]),
        sums: i === last ? [...sums, ...payments] : sums,
      };
    }),
    notes: [
      ...options.flatMap(({ name, description }) =>
        name && description ? [{ heading: name, text: description }] : [],
      ),
      ...notes,
      ...(footer ? [{ text: footer }] : []),
    ],
  };
}
