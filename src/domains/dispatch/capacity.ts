import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { availabilityFrom, availabilityParts } from "#/domains/availability/index.ts";
import { activeTechnicians, technicians } from "#/domains/technicians/index.ts";
import { type LocalDate, localDateOf } from "#/kernel/time.ts";
import { dayAfter, daysFrom } from "#/kernel/wall-clock.ts";
import { assignedTo, bookedOn } from "./capacity-repo.ts";

type CapacityInput = {
  dateFrom?: LocalDate | undefined;
  dateTo?: LocalDate | undefined;
  technicianId?: number | undefined;
};

/** Days that are shown when nobody says how many. */
const USUAL_DAYS = 7;

/** How much work fits into each of some days, and how much is planned. */
export async function getCapacity(ctx: Ctx, { dateFrom, dateTo, technicianId }: CapacityInput) {
  const from = dateFrom ?? localDateOf(ctx.now, ctx.tenant.timezone);
  const to = dateTo ?? dayAfter(from, USUAL_DAYS - 1);
  const dates = daysFrom(from, to);
  const {
    known: _,
    active,
    booked,
    ...loaded
  } = await read(ctx, {
    known: technicianId === undefined ? undefined : technicians.one(ctx, technicianId, "technician_id"),
    active: activeTechnicians(ctx),
    booked: bookedOn(ctx, dates, technicianId === undefined ? undefined : assignedTo(technicianId)),
    ...availabilityParts(ctx, { from, to }, { technicianId }),
  });
  const availability = availabilityFrom(ctx.tenant.timezone, loaded);
  const counted = active.filter(({ id }) => technicianId === undefined || id === technicianId);
  const days = dates.map((date) => {
    const each = counted.map(({ id }) => availability.minutesOf(id, date));
    const sum = (of: (one: (typeof each)[number]) => number) => each.reduce((total, one) => total + of(one), 0);
    const { jobs, bookedMinutes, unassignedMinutes } = booked.get(date) ?? nothing;
    return {
      date,
      holiday: availability.holidayOf(date),
      technicians: sum(({ available }) => (available > 0 ? 1 : 0)),
      techniciansOff: sum(({ off }) => (off > 0 ? 1 : 0)),
      availableMinutes: sum(({ available }) => available),
      timeOffMinutes: sum(({ off }) => off),
      jobs,
      bookedMinutes,
      unassignedMinutes,
    };
  });
  return { timezone: ctx.tenant.timezone, days };
}
const nothing = { jobs: 0, bookedMinutes: 0, unassignedMinutes: 0 };
