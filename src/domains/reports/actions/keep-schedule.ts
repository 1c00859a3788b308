import { userOf } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { allCustomRoles, type CustomRole, type User } from "#/domains/identity/index.ts";
import { notFound } from "#/kernel/errors.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { isSameCalendar, nextDue } from "../calendar.ts";
import { assertMayRead, definitionIn } from "../definitions.ts";
import { recipientUnfit, unfit } from "../errors.ts";
import { assertFits } from "../new-run.ts";
import { seenReport } from "../repo.ts";
import { lackOf } from "../rights.ts";
import { usersAmong } from "../run-repo.ts";
import { seenSchedule } from "../schedule-repo.ts";
import type { ChangeReportSchedule, CreateReportSchedule } from "../schedule-schemas.ts";
import { type Report, reports, type Schedule, schedules } from "../tables.ts";

type Rule = Pick<
  Schedule,
  "frequency" | "dayOfWeek" | "dayOfMonth" | "localTime" | "timezone" | "format" | "delivery" | "recipientIds"
>;

/** Makes a schedule, in the name of the user who makes it: it reads what they may read. */
export async function createSchedule(
  ctx: Ctx,
  { reportId, ...asked }: Inside<z.output<typeof CreateReportSchedule>>,
): Promise<Schedule> {
  const { userId } = userOf(ctx);
  assertOfFrequency(asked, asked.frequency);
  const rule = ruleOf({
    ...{ dayOfWeek: null, dayOfMonth: null, localTime: "06:00", timezone: ctx.tenant.timezone, recipientIds: [] },
    ...given(asked),
  } as Rule);
  const { report, people, roles } = await load(ctx, {
    report: seenReport(ctx, reportId, "report_id"),
    people: usersAmong(ctx, rule.recipientIds),
    roles: allCustomRoles(ctx),
  });
  judge(ctx, report, rule, { people, roles });
  const nextRunAt = nextDue(rule, ctx.now);
  const part = schedules.insert(ctx, {
    ...rule,
    ...{ id: schedules.newId(), reportId, status: "active", attempts: 0, consecutiveFailures: 0, ownerId: userId },
    ...{ nextRunAt, nextAttemptAt: nextRunAt },
  });
  return await commit(ctx, {
    parts: [reports.hold(ctx, report), part],
    audit: { action: "create", of: part },
    result: part.row,
  });
}

/** Changes a schedule. Where its calendar is a new one, what is due next is counted from that; else what is due already still comes. */
export async function changeSchedule(
  ctx: Ctx,
  id: number,
  asked: Inside<z.output<typeof ChangeReportSchedule>>,
): Promise<Schedule> {
  const { schedule, report, people, roles } = await load(ctx, {
    ...seenSchedule(ctx, id),
    people: usersAmong(ctx, asked.recipientIds ?? []),
    roles: allCustomRoles(ctx),
  });
  schedules.assertCurrent(ctx, schedule);
  assertOfFrequency(asked, asked.frequency ?? schedule.frequency);
  const rule = ruleOf({ ...ruleIn(schedule), ...given(asked) });
  judge(ctx, report, rule, asked.recipientIds ? { people, roles } : undefined);
  const next = isSameCalendar(rule, schedule) ? schedule.nextRunAt : nextDue(rule, ctx.now);
  const nextRunAt = schedule.status === "active" ? next : null;
  // a claim that is under way goes by what was said before, so it must not settle
  const fields = { ...rule, nextRunAt, nextAttemptAt: nextRunAt, attempts: schedule.attempts + 1 };
  const part = schedules.change(ctx, schedule, fields);
  return await commit(ctx, {
    parts: [reports.hold(ctx, report), part],
    audit: { action: "change", of: part },
    result: part.row,
  });
}

const given = <T extends object>(asked: T): Partial<T> =>
  Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)) as Partial<T>; // safe: fewer of the same

const ruleIn = (row: Rule): Rule => {
  const { frequency, dayOfWeek, dayOfMonth, localTime, timezone, format, delivery, recipientIds } = row;
  return { frequency, dayOfWeek, dayOfMonth, localTime, timezone, format, delivery, recipientIds };
};
/** Refuses a day that is asked for and would count for nothing. */
function assertOfFrequency(asked: { dayOfWeek?: Day; dayOfMonth?: Day }, frequency: Rule["frequency"]): void {
  const only = (of: Rule["frequency"]) => `goes with ${of} only: leave it out, or make the frequency ${of}`;
  if (asked.dayOfWeek != null && frequency !== "weekly") throw unfit({ day_of_week: only("weekly") });
  if (asked.dayOfMonth != null && frequency !== "monthly") throw unfit({ day_of_month: only("monthly") });
}
type Day = number | null | undefined;

/** Without days that its frequency no longer asks for. */
const ruleOf = (rule: Rule): Rule => ({
  ...rule,
  dayOfWeek: rule.frequency === "weekly" ? rule.dayOfWeek : null,
  dayOfMonth: rule.frequency === "monthly" ? rule.dayOfMonth : null,
  recipientIds: [...new Set(rule.recipientIds)],
});

type Judged = { people: readonly User[]; roles: readonly CustomRole[] };

function judge(ctx: Ctx, report: Report, rule: Rule, chosen: Judged | undefined): void {
  if (rule.frequency === "weekly" && rule.dayOfWeek === null) throw unfit({ day_of_week: "is required with weekly" });
  if (rule.frequency === "monthly" && rule.dayOfMonth === null)
    throw unfit({ day_of_month: "is required with monthly" });
  if (rule.delivery === "email" && rule.recipientIds.length === 0)
    throw unfit({ recipient_ids: "must name at least one user with email" });
  if (rule.delivery === "webhook" && report.visibility === "private")
    throw unfit({ delivery: "must be email for a private report: nobody else gets its file" });
  const definition = definitionIn(report);
  assertMayRead(ctx, definition);
  assertFits(definition, rule.format);
  if (!chosen) return;
  for (const [i, id] of rule.recipientIds.entries()) {
    const field = `recipient_ids.${i}`;
    const user = chosen.people.find((one) => one.id === id);
    if (!user) throw notFound("user", id, field);
    const lack = lackOf(user, chosen.roles, definition);
    if (lack !== undefined) throw recipientUnfit(id, lack, field);
  }
}
