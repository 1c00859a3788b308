import { load } from "#/db/tenant/load.ts";
import {
  CreateLead,
  leadActivities,
  leadParts,
  leads,
  readLeadPhone,
  recentLeads,
  zoneOf,
} from "#/domains/leads/index.ts";
import { zonesFor } from "#/domains/zones/index.ts";
import { AppError } from "#/kernel/errors.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { type Importer, idsUpTo, type Outcome, outcomeOf, type Row, requestOf } from "./importers.ts";

/** Under which name a lead keeps the id that its file gave it. */
const EXTERNAL = "import";

/** Leads. A row with a phone that had a lead within 30 days, or that a row before it has, is that lead: a file does not ask for anything. */
export const importLeads: Importer = async (ctx, rows, isDry) => {
  const read = rows.map(readRow);
  const good = read.flatMap((row) => ("input" in row ? [row] : []));
  const zips = [...new Set(good.flatMap(({ input: { zip } }) => zip ?? []))];
  const { last, lastActivity, recent, ...zones } = await load(ctx, {
    last: isDry ? undefined : leads.nextId(ctx, rows.length),
    lastActivity: isDry ? undefined : leadActivities.nextId(ctx, rows.length),
    recent: recentLeads(
      ctx,
      good.flatMap(({ phoneE164 }) => phoneE164 ?? []),
    ),
    ...Object.fromEntries(zips.map((zip) => [`zip ${zip}`, zonesFor(ctx, { zip })])),
  });
  const [ids, activities] = [idsUpTo(last, rows.length), idsUpTo(lastActivity, rows.length)];
  const byPhone = new Map(recent.toReversed().map(({ phoneE164, id }) => [phoneE164, id]));
  return read.map((row, i): Outcome => {
    if ("refusal" in row) return row;
    const { input, phoneE164 } = row;
    const known = phoneE164 === null || input.allowDuplicate ? undefined : byPhone.get(phoneE164);
    if (known !== undefined) return { row: row.row, externalId: row.externalId, known };
    return outcomeOf(row, () => {
      const { allowDuplicate: _, ...lead } = input;
      const zoneId = zoneOf(input, (zones as Zones)[`zip ${input.zip}`]) ?? undefined;
      const id = ids[i] ?? 0;
      const { parts, events, audit } = leadParts(ctx, { ...lead, zoneId }, undefined, false, {
        lead: id,
        activity: activities[i] ?? 0,
      });
      if (phoneE164 !== null) byPhone.set(phoneE164, id);
      return { id, plan: { parts, events, audit } };
    });
  });
};

type Zones = Record<string, Parameters<typeof zoneOf>[1]>;
type Input = Inside<z.output<typeof CreateLead>>;

/** A row as the request that adds the same lead. */
function readRow(
  row: Row,
): (Row & { input: Input; phoneE164: string | null }) | Extract<Outcome, { refusal: AppError }> {
  try {
    const input = requestOf(CreateLead, {
      ...row.fields,
      ...(row.externalId !== null && { external_ids: { [EXTERNAL]: row.externalId } }),
    });
    return { ...row, input, phoneE164: readLeadPhone(input.phone).phoneE164 };
  } catch (error) {
    if (!(error instanceof AppError) || error.kind === "internal") throw error;
    return { row: row.row, externalId: row.externalId, refusal: error };
  }
}
