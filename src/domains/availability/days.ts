import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { organizationOf, settingOf } from "#/domains/organization/index.ts";
import { activeTechnicians, technicianOf, technicians } from "#/domains/technicians/index.ts";
import { type LocalDate, localDateOf } from "#/kernel/time.ts";
import { dayAfter, daysFrom } from "#/kernel/wall-clock.ts";
import { LAST_YEAR } from "./holidays.ts";
import { presentTerms } from "./present.ts";
import { availabilityFrom, holidaysFrom } from "./reader.ts";
import { availabilityParts, ownDaysWithin } from "./repo.ts";
import { workTerms } from "./tables.ts";

const today = (ctx: Ctx): LocalDate => localDateOf(ctx.now, ctx.tenant.timezone);

/** All active technicians on a local day. */
export async function getAvailability(ctx: Ctx, date: LocalDate = today(ctx)) {
  const { active, ...loaded } = await read(ctx, {
    active: activeTechnicians(ctx),
    ...availabilityParts(ctx, { from: date, to: date }),
  });
  const { timezone } = ctx.tenant;
  const availability = availabilityFrom(timezone, loaded);
  const technicians = active.map(({ id, name }) => ({
    id,
    name,
    ...availability.dayOf(id, date),
    ...availability.termsOf(id),
  }));
  return { date, timezone, holiday: availability.holidayOf(date), technicians };
}

type Range = { dateFrom?: LocalDate | undefined; dateTo?: LocalDate | undefined };

/** Days of a technician's own view when they do not say how many. */
const USUAL_OWN_DAYS = 14;

/** The caller's own days. */
export async function getOwnAvailability(ctx: Ctx, { dateFrom, dateTo }: Range) {
  const technicianId = technicianOf(ctx);
  const from = dateFrom ?? today(ctx);
  const to = dateTo ?? dayAfter(from, USUAL_OWN_DAYS - 1);
  const loaded = await read(ctx, availabilityParts(ctx, { from, to }, { technicianId }));
  const { timezone } = ctx.tenant;
  const availability = availabilityFrom(timezone, loaded);
  const days = daysFrom(from, to).map((date) => ({
    date,
    holiday: availability.holidayOf(date),
    ...availability.dayOf(technicianId, date),
  }));
  return { technicianId, timezone, days };
}

const YEAR = 365;

/** The holidays of some days: public ones of the region, and what the business says itself. */
export async function listHolidays(ctx: Ctx, { dateFrom, dateTo }: Range) {
  const from = dateFrom ?? today(ctx);
  const to = dateTo ?? dayAfter(from, YEAR);
  const loaded = await read(ctx, { organization: organizationOf(ctx), ownDays: ownDaysWithin(ctx, { from, to }) });
  const holidayOf = holidaysFrom(loaded);
  return {
    dateFrom: from,
    dateTo: to,
    region: settingOf(loaded.organization, "holiday_region"),
    knownUntil: `${LAST_YEAR}-12-31`,
    items: daysFrom(from, to).flatMap((date) => holidayOf(date) ?? []),
  };
}

/** What planning knows of a technician. */
export async function getTerms(ctx: Ctx, id: number) {
  const { terms } = await read(ctx, { technician: technicians.one(ctx, id), terms: workTerms.byId(ctx, id) });
  return presentTerms(id, terms);
}
