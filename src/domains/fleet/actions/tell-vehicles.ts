import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import { confirmedOwner } from "#/domains/identity/index.ts";
import { planMail } from "#/domains/mail/index.ts";
import { organizationOf, settingOf } from "#/domains/organization/index.ts";
import { noticeDue } from "#/domains/skills/index.ts";
import type { Effect } from "#/jobs.ts";
import { daysBetween, type LocalDate } from "#/kernel/time.ts";
import { documentExpired, documentExpiring } from "../events.ts";
import { levelEvent } from "../levels.ts";
import { noteLevels, noteTold, plansDueAround, vehiclesWithDocuments } from "../maintenance-repo.ts";
import { documentKinds, isAbove, levelOf } from "../rules.ts";
import type { Vehicle } from "../tables.ts";

/** Lines of one mail. */
const MOST_LINES = 50;
const LEVELS = { none: "", due_soon: "due soon", due: "due", overdue: "overdue" };

/**
 * Tells the business of maintenance that has become due by the turn of a day, and of documents of vehicles that end within 30 days, within 7 days, or
 * have ended: an event for each and one mail for all, to its contact address or else to an owner. What was told is noted in the same commit.
 */
export async function tellOfVehicles(ctx: Ctx, day: LocalDate): Promise<Effect | undefined> {
  const { plans, ending, organization, owner } = await load(ctx, {
    plans: plansDueAround(ctx, day),
    ending: vehiclesWithDocuments(ctx, day),
    organization: organizationOf(ctx),
    owner: confirmedOwner(ctx),
  });
  const raised = plans.flatMap(({ alert: was, soonDays, soonM, ...plan }) => {
    const alert = levelOf({ ...plan, soonDays, soonM }, plan.odometerM, day);
    return isAbove(alert, was) ? [{ ...plan, was, alert }] : [];
  });
  const documents = ending.flatMap((vehicle) => noticesOf(vehicle, day));
  if (raised.length + documents.length === 0) return undefined;
  const lines = [
    ...raised.map(
      ({ vehicleName, planName, alert, dueOn }) => `${vehicleName}: ${planName}, ${LEVELS[alert]} (${dueOn})`,
    ),
    ...documents.map(
      ({ vehicleName, document, notice, expiresOn }) =>
        `${vehicleName}: ${document}, ${notice === "expired" ? "expired after" : "valid until"} ${expiresOn}`,
    ),
  ];
  const to = settingOf(organization, "contact_email") ?? owner?.email;
  const data = { lines: lines.slice(0, MOST_LINES), more: lines.length - MOST_LINES };
  const mail = to ? await planMail(ctx, { to, template: "vehicles", data }) : null;
  return {
    parts: [
      raised.length > 0 && noteLevels(ctx, raised),
      documents.length > 0 && noteTold(ctx, toldOf(ending, documents)),
      mail,
    ],
    events: [
      ...raised.map(({ was, ...notice }) => levelEvent(was, notice)),
      ...documents.map(({ notice, ...one }) => (notice === "expired" ? documentExpired : documentExpiring)(one)),
    ],
  };
}

const noticesOf = (vehicle: Vehicle, day: LocalDate) =>
  documentKinds.flatMap((document) => {
    const expiresOn = vehicle[`${document}ExpiresOn`];
    const notice = expiresOn && noticeDue(expiresOn, vehicle.told[document] ?? null, day);
    const one = { vehicleId: vehicle.id, vehicleName: vehicle.name, plate: vehicle.plate, document };
    return expiresOn && notice ? [{ ...one, expiresOn, notice, daysLeft: daysBetween(day, expiresOn) }] : [];
  });

const toldOf = (ending: readonly Vehicle[], notices: readonly ReturnType<typeof noticesOf>[number][]) =>
  ending.flatMap(({ id, version, told }) => {
    const own = notices.filter(({ vehicleId }) => vehicleId === id);
    const now = Object.fromEntries(own.map(({ document, notice }) => [document, notice]));
    return own.length > 0 ? [{ id, version, told: { ...told, ...now } }] : [];
  });
