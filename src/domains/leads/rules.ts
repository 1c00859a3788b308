import { fold } from "#/kernel/fold.ts";
import { shareOf } from "#/kernel/money.ts";
import { type Instant, plusSeconds } from "#/kernel/time.ts";

export const openStatuses = ["new", "contacted", "qualified", "estimate_sent"] as const;
export const leadStatuses = [...openStatuses, "won", "lost", "disqualified"] as const;
export type LeadStatus = (typeof leadStatuses)[number];
export const leadPriorities = ["low", "normal", "high", "urgent"] as const;
export type LeadPriority = (typeof leadPriorities)[number];
/** By what the customer of a lead was known already. */
export const matches = ["phone", "email", "name", "customer_id"] as const;
export type MatchedBy = (typeof matches)[number];

/** What people write down of a lead. */
export const writtenKinds = ["note", "call", "email", "text_message", "meeting"] as const;
/** What happened with a lead, beside that. */
export const activityKinds = [...writtenKinds, "enquiry", "status", "change", "conversion", "reopening"] as const;
export type ActivityKind = (typeof activityKinds)[number];

export const isOpen = (status: LeadStatus): boolean => (openStatuses as readonly LeadStatus[]).includes(status);
/** Lost or disqualified: somebody says why. */
export const isGivenUp = (status: LeadStatus): boolean => status === "lost" || status === "disqualified";

/** Days in which a second enquiry from one phone belongs to the lead of the first. */
export const DUPLICATE_DAYS = 30;
/** Leads that began at this time or later take in another enquiry from their phone. */
export const duplicateWindow = (now: Instant): Instant => plusSeconds(now, -DUPLICATE_DAYS * 24 * 3600);

type Named = Record<"firstName" | "lastName" | "company", string | null>;
/** What a lead is called: by first and last name, else by the company. */
export const leadName = ({ firstName, lastName, company }: Named): string | null =>
  [firstName, lastName].filter(Boolean).join(" ") || company;

type Searched = Named &
  Record<"email" | "address" | "city" | "zip" | "trade" | "referralId" | "phoneE164", string | null> & {
    externalIds: Readonly<Record<string, string>>;
  };
/** What a lead is found by: its texts, folded, and the digits of the phone number. */
export const searchTextOf = (lead: Searched): string =>
  [
    fold(
      [
        ...[lead.firstName, lead.lastName, lead.company, lead.email, lead.address, lead.city, lead.zip, lead.trade],
        ...[lead.referralId, ...Object.values(lead.externalIds)],
      ].join(" "),
    ),
    (lead.phoneE164 ?? "").replace(/\D/g, ""),
  ].join(" ");

/** Value by probability; without one of them nothing. */
export const weighted = ({
  valueCents,
  probabilityBps,
}: {
  valueCents: number | null;
  probabilityBps: number | null;
}): number => (valueCents === null || probabilityBps === null ? 0 : shareOf(valueCents, probabilityBps));

/** Whether anybody could call them by something or somewhere. */
export const isReachable = (lead: Named & Record<"phone" | "email", string | null>): boolean =>
  [leadName(lead), lead.phone, lead.email].some(Boolean);

/** Whether what was written down went out to them. */
export const isResponse = ({
  kind,
  direction,
}: {
  kind: ActivityKind;
  direction?: "inbound" | "outbound" | undefined;
}) => kind !== "note" && direction !== "inbound";

type Answered = { createdAt: Instant; firstResponseAt: Instant | null };
/** When a lead got its first response, where this is it. */
export const firstResponse = ({ createdAt, firstResponseAt }: Answered, at: Instant) =>
  firstResponseAt === null
    ? { firstResponseAt: at, responseSeconds: Math.max(0, Math.round((Date.parse(at) - Date.parse(createdAt)) / 1000)) }
    : {};

/** What a job is called that a lead asks for: the first line of what they said, else the trade or who they are. */
export function titleOf(lead: Named & Record<"summary" | "trade", string | null>): string {
  const [line = ""] = (lead.summary ?? "").trim().split(/\s*[\r\n]+/);
  const clean = line.replace(/\p{Cc}/gu, " ").trim();
  return clean.slice(0, 160) || [lead.trade, leadName(lead)].filter(Boolean).join(": ") || "Enquiry";
}

type Known = {
  nameKey: string;
  billingZip: string | null;
  phones: readonly { e164: string }[];
  emails: readonly { address: string }[];
  archivedAt: string | null;
};
type Asking = Record<"phoneE164" | "email" | "zip", string | null> & { nameKey: string };

/** Which of the customers like a lead they are: those with the phone, else the e-mail, else name and ZIP. Who is not archived comes first. */
export function matchOf<C extends Known>(
  lead: Asking,
  like: readonly C[],
): { matchedBy: MatchedBy; customers: C[] } | undefined {
  const { phoneE164, email, nameKey, zip } = lead;
  const key = email?.toLowerCase();
  const ways: [MatchedBy, (one: C) => boolean][] = [
    ["phone", ({ phones }) => phones.some(({ e164 }) => e164 === phoneE164)],
    ["email", ({ emails }) => emails.some(({ address }) => address.toLowerCase() === key)],
    ["name", (one) => nameKey !== "" && zip !== null && one.nameKey === nameKey && one.billingZip === zip],
  ];
  for (const [matchedBy, is] of ways) {
    const found = like.filter(is);
    const current = found.filter(({ archivedAt }) => archivedAt === null);
    if (found.length > 0) return { matchedBy, customers: current.length > 0 ? current : found };
  }
  return undefined;
}
