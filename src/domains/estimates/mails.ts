import type { Ctx } from "#/ctx.ts";
import type { Part, Write } from "#/db/tenant/commit.ts";
import { confirmedOwner } from "#/domains/identity/index.ts";
import { planMail } from "#/domains/mail/index.ts";
import { type Organization, organizationOf, settingOf } from "#/domains/organization/index.ts";
import { amountText } from "#/kernel/currencies.ts";
import { dayText } from "#/kernel/day-text.ts";
import { newLink } from "./links.ts";
import type { Estimate } from "./tables.ts";

/** What it may come to, as people read it: one amount, or from the least to the most. */
export function amountOf({ content: { options, currency } }: Pick<Estimate, "content">): string {
  const totals = options.map((option) => option.total_cents);
  const [least, most] = [Math.min(...totals), Math.max(...totals)];
  return least === most
    ? amountText(least, currency)
    : `${amountText(least, currency)} to ${amountText(most, currency)}`;
}

const offerOf = (estimate: Estimate, link: string) => ({
  name: estimate.customerName,
  number: estimate.number ?? String(estimate.id),
  title: estimate.title ?? "",
  amount: amountOf(estimate),
  until: estimate.validUntil === null ? "" : dayText(estimate.validUntil),
  link,
});

const aboutOf = ({ id, customerId }: Estimate) => ({ customerId, estimateId: id });

/** The mail that brings an estimate. */
export const sentMail = (ctx: Ctx, estimate: Estimate, to: string, link: string, message = ""): Promise<Part> =>
  planMail(ctx, {
    to,
    template: "estimate-sent",
    data: { ...offerOf(estimate, link), message },
    about: aboutOf(estimate),
  });

const isByCustomer = ({ actor }: Ctx): boolean => actor.kind === "customer" || actor.kind === "anonymous";

/** Who is told of a customer's own answer: the contact address of the business, or else an owner. */
export const toldQueries = (ctx: Ctx) => ({
  organization: isByCustomer(ctx) ? organizationOf(ctx) : undefined,
  owner: isByCustomer(ctx) ? confirmedOwner(ctx) : undefined,
});
type Told = { organization: Organization | undefined; owner: { email: string | null } | undefined };

/** The mail that tells the business what a customer has answered. */
export async function answeredMail(ctx: Ctx, row: Estimate, answer: "accepted" | "declined", told: Told) {
  const to = settingOf(told.organization, "contact_email") ?? told.owner?.email;
  if (!to || !isByCustomer(ctx)) return null;
  const { name, number, title } = offerOf(row, "");
  const amount = row.totalCents === null ? amountOf(row) : amountText(row.totalCents, row.content.currency);
  const reason = row.declineReason ?? "";
  return await planMail(ctx, {
    to,
    template: "estimate-answered",
    data: { name, number, title, amount, answer, reason },
  });
}

/** The mail that reminds of the last day, with a new link. */
export async function reminderMail(ctx: Ctx, estimate: Estimate, to: string): Promise<(Part | Write)[]> {
  const { url, write } = await newLink(ctx, estimate);
  return [
    write,
    await planMail(ctx, { to, template: "estimate-reminder", data: offerOf(estimate, url), about: aboutOf(estimate) }),
  ];
}
