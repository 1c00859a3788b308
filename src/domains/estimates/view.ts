import type { Ctx } from "#/ctx.ts";
import {
  brandOf,
  type DocumentView,
  documentPdf,
  moneyIn,
  partyOf,
  type ViewOption,
  viewLines,
  viewSums,
} from "#/domains/documents/index.ts";
import type { Organization } from "#/domains/organization/index.ts";
import type { PdfFile } from "#/integrations/pdf/index.ts";
import { dayText, momentTextOf } from "#/kernel/day-text.ts";
import { localDateOf } from "#/kernel/time.ts";
import type { Agreed, StoredOption } from "./content.ts";
import { type EstimateStatus, isAgreed, standingOf } from "./rules.ts";
import type { Acceptance, Estimate } from "./tables.ts";

const statuses: Record<EstimateStatus, DocumentView["status"]> = {
  draft: { text: "Draft", tone: "plain" },
  sent: { text: "Waiting for your answer", tone: "plain" },
  viewed: { text: "Waiting for your answer", tone: "plain" },
  accepted: { text: "Accepted", tone: "good" },
  converted: { text: "Accepted", tone: "good" },
  declined: { text: "Declined", tone: "bad" },
  expired: { text: "Expired", tone: "bad" },
};

/** An estimate as people see it, today. `chosen`: what the customer has picked so far, with its sums. `bare`: without the lines that could be added. */
export function estimateView(
  ctx: Ctx,
  estimate: Estimate,
  { organization, acceptance, chosen, bare = false }: Shown,
): DocumentView {
  const { name, footer } = brandOf(ctx, organization);
  const { customerName, customerEmail, customerPhone, validUntil, issuedOn, revision, notes, terms } = estimate;
  const { serviceAddress: address, serviceCity: city, serviceState: state, serviceZip: zip } = estimate;
  const status = standingOf(estimate, localDateOf(ctx.now, ctx.tenant.timezone));
  return {
    kind: "Estimate",
    number: estimate.number,
    status: statuses[status],
    subject: estimate.title,
    parties: [
      partyOf("From", name, {}),
      partyOf("For", customerName, { address, city, state, zip, email: customerEmail, phone: customerPhone }),
    ],
    facts: [
      ["Date", dayText(issuedOn)],
      ...(validUntil === null ? [] : [["Valid until", dayText(validUntil)] as const]),
      ...(revision === 1 ? [] : [["Version", String(revision)] as const]),
    ],
    options: isAgreed(estimate.status) ? [agreedOption(estimate)] : openOptions(estimate, chosen, bare),
    payments: [],
    notes: [
      ...(notes ? [{ heading: "Notes", text: notes }] : []),
      ...(terms ? [{ heading: "Terms", text: terms }] : []),
      ...(acceptance ? [{ heading: "Acceptance", text: acceptanceText(ctx, acceptance) }] : []),
    ],
    footer,
  };
}
type Shown = {
  organization: Organization | undefined;
  acceptance: Acceptance | undefined;
  chosen?: Agreed | undefined;
  bare?: boolean;
};

/** Who accepted it and when, and the fingerprint of what was agreed on. */
export function acceptanceText(ctx: Ctx, { acceptedAt, signerName, onBehalf, note, contentHash }: Acceptance): string {
  const when = momentTextOf(acceptedAt, ctx.tenant.timezone);
  const how = onBehalf ? `, entered by ${ctx.tenant.businessName}${note ? ` (${note})` : ""}` : "";
  return `Accepted by ${signerName} on ${when}${how}.\nFingerprint of what was accepted (SHA-256): ${contentHash}`;
}

function agreedOption({ acceptedOption, content }: Estimate): ViewOption {
  const money = moneyIn(content.currency);
  const option = content.options.find(({ id }) => id === acceptedOption);
  const { agreed } = content;
  return {
    ...{ id: acceptedOption ?? "offer", name: option?.name ?? null, description: option?.description ?? null },
    lines: viewLines(agreed?.lineItems ?? [], money),
    sums: agreed ? viewSums(agreed, agreed.taxBreakdown, money) : [],
    isChosen: option?.name != null,
  };
}

const openOptions = ({ content }: Estimate, chosen: Agreed | undefined, bare: boolean): ViewOption[] =>
  content.options.map((option) => {
    const money = moneyIn(content.currency);
    const own = chosen?.option.id === option.id ? chosen : undefined;
    const { id, name, description, recommended, line_items: lines } = option;
    const base = lines.filter(({ optional }) => !optional);
    const extras = lines.filter(({ optional }) => optional);
    return {
      ...{ id, description, name: name !== null && recommended ? `${name} · recommended` : name },
      lines: [
        ...viewLines(own ? own.agreed.lineItems : base, money),
        ...(bare || own ? [] : viewLines(extras, money)).map((one) => ({
          ...one,
          description: `Optional: ${one.description}`,
          amount: `+ ${one.amount}`,
        })),
      ],
      sums: own
        ? viewSums(own.agreed, own.agreed.taxBreakdown, money)
        : viewSums(sumsOf(option), option.tax_breakdown, money),
      isChosen: own !== undefined && name !== null,
    };
  });

const sumsOf = (option: StoredOption) => ({
  subtotalCents: option.subtotal_cents,
  discountCents: option.discount_cents,
  totalCents: option.total_cents,
});

/** An estimate on paper, as it is today. */
export async function pdfOf(ctx: Ctx, estimate: Estimate, shown: Shown): Promise<PdfFile> {
  const view = estimateView(ctx, estimate, shown);
  const bytes = await documentPdf(ctx, shown.organization, view, estimate.updatedAt);
  return { name: `${estimate.number ?? `estimate-${estimate.id}`}.pdf`, bytes };
}
