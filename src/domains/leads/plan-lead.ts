import type { Ctx } from "#/ctx.ts";
import type { z } from "#/kernel/fields.ts";
import { postcodeOf } from "#/kernel/postcode.ts";
import { localDateOf } from "#/kernel/time.ts";
import type { Inside } from "#/kernel/wire.ts";
import { contactMissing } from "./errors.ts";
import { leadCreated, leadUpdated } from "./events.ts";
import { readLeadPhone } from "./phone.ts";
import { presented } from "./present.ts";
import { holdAlone, recentLead } from "./repo.ts";
import { isGivenUp } from "./rules.ts";
import type { CreateLead } from "./schemas.ts";
import { type Lead, leadActivities, leads } from "./tables.ts";

type Given = Inside<z.output<typeof CreateLead>>;
type Filled = "priority" | "externalIds" | "utm";
/** Ids that were handed out before: for many leads in one commit, which cannot take them itself. */
type Ids = { lead: number; activity: number };
/** An enquiry: the fields of a lead, and the public id of the referral that it comes from. */
export type NewLead = Omit<Given, "allowDuplicate" | Filled> &
  Partial<Pick<Given, Filled>> & { referralId?: string | undefined };

/** The lead that takes in another enquiry from this phone, for a load; undefined where there is no phone. */
export function earlierLead(ctx: Ctx, phone: string | null | undefined) {
  const { phoneE164 } = readLeadPhone(phone);
  return phoneE164 === null ? undefined : recentLead(ctx, phoneE164);
}

/**
 * What an enquiry puts into a commit, of other domains too: a new lead with its first activity, or, where `earlier` is a lead of this phone from
 * the last 30 days (`earlierLead`), one more activity of that one. Of two enquiries at the same moment one is refused with
 * `lead.duplicate_meanwhile`: load and try again. `alone: false` makes a lead whoever has the phone.
 */
export function leadParts(ctx: Ctx, input: NewLead, earlier?: Lead, alone = true, ids?: Ids) {
  if (![input.firstName, input.lastName, input.company, input.phone, input.email].some(Boolean)) throw contactMissing();
  return earlier && alone ? anotherEnquiry(ctx, input, earlier) : newLead(ctx, input, earlier, alone, ids);
}

function newLead(ctx: Ctx, input: NewLead, earlier: Lead | undefined, alone: boolean, ids?: Ids) {
  const phone = readLeadPhone(input.phone);
  const { externalIds = {}, utm = {}, priority = "normal", ...fields } = input;
  const part = leads.insert(ctx, {
    ...{ ...fields, ...phone, externalIds, utm, priority },
    zip: input.zip ? postcodeOf(input.zip) : null,
    id: ids?.lead ?? leads.newId(),
    status: "new",
    statusAt: ctx.now,
    duplicateOf: earlier?.id ?? null,
    createdOn: localDateOf(ctx.now, ctx.tenant.timezone),
  });
  const { row } = part;
  return {
    parts: [
      part,
      ...(phone.phoneE164 && alone ? holdAlone(ctx, row.id, phone.phoneE164) : []),
      enquiry(ctx, row.id, input, ids?.activity),
    ],
    events: [leadCreated(presented(row))],
    audit: { action: "add", of: part },
    row,
    duplicate: false,
  };
}

const BLANKS = ["firstName", "lastName", "company", "email", "trade", "summary", "source", "campaignId"] as const;
const ADDRESS = ["address", "city", "state", "zip"] as const;

function anotherEnquiry(ctx: Ctx, input: NewLead, earlier: Lead) {
  const isBlank = (name: keyof Lead) => earlier[name] === null;
  const filled = [...BLANKS.filter(isBlank), ...(ADDRESS.every(isBlank) ? ADDRESS : [])];
  const given: Partial<Record<string, unknown>> = input;
  const due = earlier.nextFollowUpAt;
  const part = leads.change(ctx, earlier, {
    ...Object.fromEntries(filled.map((name) => [name, given[name] ?? undefined])),
    // whoever calls again waits for an answer, and is no longer given up
    nextFollowUpAt: due && due < ctx.now ? due : ctx.now,
    ...(isGivenUp(earlier.status) ? { status: "new" as const, statusAt: ctx.now, lostReason: null } : {}),
  });
  return {
    parts: [part, enquiry(ctx, earlier.id, input)],
    events: [leadUpdated(presented(part.row))],
    audit: { action: "enquire", of: part },
    row: part.row,
    duplicate: true,
  };
}

/** The activity that keeps what somebody asked for. */
function enquiry(ctx: Ctx, leadId: number, { referralId, summary, ...said }: NewLead, id = leadActivities.newId()) {
  // kept as it is shown: the names of a map are data
  const kept = Object.entries(said).flatMap(([name, value]) =>
    value === undefined ? [] : [[name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value]],
  );
  return leadActivities.insert(ctx, {
    ...{ id, leadId },
    kind: "enquiry",
    text: summary ?? null,
    direction: "inbound",
    occurredAt: ctx.now,
    enquiry: Object.fromEntries(kept),
    referralId: referralId ?? null,
  });
}
