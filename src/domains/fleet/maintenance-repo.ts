import { and, asc, eq, ne, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, mapped, named, q } from "#/db/tenant/client.ts";
import type { Write } from "#/db/tenant/commit.ts";
import { must, touch } from "#/db/tenant/guards.ts";
import { read } from "#/db/tenant/load.ts";
import { touched } from "#/db/tenant/stamps.ts";
import { noticeRange } from "#/domains/skills/index.ts";
import { notFound } from "#/kernel/errors.ts";
import { daysBetween, type LocalDate, localDateOf, plusDays } from "#/kernel/time.ts";
import { tooManyPlans } from "./errors.ts";
import { type AlertLevel, alertLevels, documentKinds } from "./rules.ts";
import { type MaintenancePlan, planTable, type Vehicle, vehicleTable } from "./tables.ts";

/** Every reading judges all plans of its vehicle. */
export const MOST_PLANS = 50;

const ofVehicle = (ctx: Ctx, vehicleId: number) =>
  and(eq(planTable.tenantId, ctx.tenant.id), eq(planTable.vehicleId, vehicleId));

/** The plans of a vehicle that are in use. */
export const plansOf = (ctx: Ctx, vehicleId: number) =>
  q
    .select()
    .from(planTable)
    .where(and(ofVehicle(ctx, vehicleId), eq(planTable.isActive, true)))
    .orderBy(asc(planTable.id));

/** A plan of this vehicle; 404 for another's. `field` is the field of the body that names it. */
export const planOf = (ctx: Ctx, vehicleId: number, id: number, field?: string) =>
  mapped(
    first(
      q
        .select()
        .from(planTable)
        .where(and(ofVehicle(ctx, vehicleId), eq(planTable.id, id))),
    ),
    (row): MaintenancePlan => {
      if (!row) throw notFound("maintenance_plan", id, field);
      return row;
    },
  );

/** Refuses one plan too many. */
export const holdPlans = (ctx: Ctx, vehicleId: number): Write[] => [
  touch(
    vehicleTable,
    and(
      eq(vehicleTable.tenantId, ctx.tenant.id),
      eq(vehicleTable.id, vehicleId),
      sql`(select count(*) from maintenance_plans p where p.tenant_id = ${ctx.tenant.id} and p.vehicle_id = ${vehicleId}) <= ${MOST_PLANS}`,
    ),
  ),
  must(tooManyPlans(MOST_PLANS)),
];

const planned = {
  vehicleId: planTable.vehicleId,
  vehicleName: named(vehicleTable.name, "vehicle_name"),
  maintenancePlanId: named(planTable.id, "plan_id"),
  planName: named(planTable.name, "plan_name"),
  alert: planTable.alert,
  dueOn: planTable.dueOn,
  dueOdometerM: planTable.dueOdometerM,
  odometerM: vehicleTable.odometerM,
  cycle: planTable.cycle,
};

const inUse = (ctx: Ctx) =>
  and(
    eq(planTable.tenantId, ctx.tenant.id),
    eq(planTable.isActive, true),
    eq(vehicleTable.tenantId, ctx.tenant.id),
    ne(vehicleTable.status, "retired"),
  );
const joined = and(eq(vehicleTable.tenantId, planTable.tenantId), eq(vehicleTable.id, planTable.vehicleId));

/** The longest that a plan tells ahead. */
const SOON_AT_MOST = 60;
/** Plans that one daily run looks at; those that wait longest come first, and the next day goes on. */
const MOST_A_DAY = 5000;

/** Plans of vehicles in use that may have become more urgent by the turn of a day. */
export const plansDueAround = (ctx: Ctx, day: LocalDate) =>
  q
    .select({ ...planned, soonDays: planTable.soonDays, soonM: planTable.soonM })
    .from(planTable)
    .innerJoin(vehicleTable, joined)
    .where(
      and(
        inUse(ctx),
        sql`${planTable.dueOn} is not null and ${planTable.dueOn} <= ${plusDays(day, SOON_AT_MOST)}`,
        ne(planTable.alert, "overdue"),
      ),
    )
    .orderBy(asc(planTable.dueOn), asc(planTable.id))
    .limit(MOST_A_DAY);

type Raised = { maintenancePlanId: number; cycle: number; was: AlertLevel; alert: AlertLevel };

/** Notes how urgent plans have become. One that was done or told of meanwhile is left alone. */
export const noteLevels = (ctx: Ctx, raised: readonly Raised[]) =>
  q
    .update(planTable)
    .set({ alert: sql`t.value ->> 'alert'`, ...touched(ctx, planTable) })
    .from(sql`json_each(${JSON.stringify(raised)}) t`)
    .where(
      and(
        eq(planTable.tenantId, ctx.tenant.id),
        sql`${planTable.id} = t.value ->> 'maintenancePlanId' and ${planTable.cycle} = t.value ->> 'cycle' and ${planTable.alert} = t.value ->> 'was'`,
      ),
    );

const documentDay = (day: LocalDate) =>
  sql.join(
    documentKinds.map((kind) => {
      const column = sql.raw(`${kind}_expires_on`);
      return sql`${column} between ${plusDays(day, -noticeRange.before)} and ${plusDays(day, noticeRange.after)}`;
    }),
    sql` or `,
  );

/** Vehicles in use of which a document ends around a day, as far as a notice can be due. */
export const vehiclesWithDocuments = (ctx: Ctx, day: LocalDate) =>
  q
    .select()
    .from(vehicleTable)
    .where(
      and(eq(vehicleTable.tenantId, ctx.tenant.id), ne(vehicleTable.status, "retired"), sql`(${documentDay(day)})`),
    )
    .orderBy(asc(vehicleTable.id));

/** Notes what was told of documents. A vehicle that was changed meanwhile is told of again. */
export const noteTold = (ctx: Ctx, told: readonly { id: number; version: number; told: Vehicle["told"] }[]) =>
  q
    .update(vehicleTable)
    .set({ told: sql`t.value ->> 'told'` })
    .from(sql`json_each(${JSON.stringify(told)}) t`)
    .where(
      and(
        eq(vehicleTable.tenantId, ctx.tenant.id),
        sql`${vehicleTable.id} = t.value ->> 'id' and ${vehicleTable.version} = t.value ->> 'version'`,
      ),
    );

/** The documents of a vehicle that end within a month, or have ended. */
export const documentsOf = (vehicle: Vehicle, day: LocalDate) =>
  documentKinds.flatMap((document) => {
    const expiresOn = vehicle[`${document}ExpiresOn`];
    if (expiresOn === null) return [];
    const daysLeft = daysBetween(day, expiresOn);
    const one = {
      vehicleId: vehicle.id,
      vehicleName: vehicle.name,
      plate: vehicle.plate,
      document,
      expiresOn,
      daysLeft,
    };
    return daysLeft <= noticeRange.after ? [one] : [];
  });

const MOST_ALERTS = 500;

/** What must be done now: maintenance that is due, and documents that end. */
export async function readAlerts(ctx: Ctx) {
  const day = localDateOf(ctx.now, ctx.tenant.timezone);
  const { plans, ending } = await read(ctx, {
    plans: q
      .select(planned)
      .from(planTable)
      .innerJoin(vehicleTable, joined)
      .where(and(inUse(ctx), ne(planTable.alert, "none")))
      .limit(MOST_ALERTS),
    ending: q
      .select()
      .from(vehicleTable)
      .where(
        and(
          eq(vehicleTable.tenantId, ctx.tenant.id),
          ne(vehicleTable.status, "retired"),
          sql`min(coalesce(insurance_expires_on, '9'), coalesce(registration_expires_on, '9'), coalesce(inspection_expires_on, '9')) <= ${plusDays(day, noticeRange.after)}`,
        ),
      ),
  });
  const rank = ({ alert }: { alert: AlertLevel }) => -alertLevels.indexOf(alert);
  return {
    maintenance: plans.toSorted((a, b) => rank(a) - rank(b) || a.maintenancePlanId - b.maintenancePlanId),
    documents: ending
      .flatMap((vehicle) => documentsOf(vehicle, day))
      .toSorted((a, b) => (a.expiresOn < b.expiresOn ? -1 : a.expiresOn > b.expiresOn ? 1 : a.vehicleId - b.vehicleId)),
  };
}
