import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { notFound } from "#/kernel/errors.ts";
import { linesFrom, pageOfLines } from "./line-repo.ts";
import { isFinal, scheduleOf, statementsOf } from "./repo.ts";

export async function getSchedule(ctx: Ctx) {
  const { schedule } = await read(ctx, { schedule: scheduleOf(ctx) });
  if (!schedule) throw notFound("pay_schedule", "of the business");
  return schedule;
}

/** Every statement of a period. A business has as many as it has technicians. */
export async function listStatements(ctx: Ctx, id: number) {
  const { period, live, stored } = await read(ctx, await statementsOf(ctx, id));
  return { payPeriod: period, items: isFinal(period) ? stored : live };
}

/** Lines that come with a statement; the others by its cursor. */
const FIRST_LINES = 100;

/** A technician's statement with its first lines; 404 when nothing is on it. */
export async function getStatement(ctx: Ctx, { id, technicianId }: { id: number; technicianId: number }) {
  const page = { limit: FIRST_LINES, technicianId };
  const found = await read(ctx, {
    ...(await statementsOf(ctx, id, technicianId)),
    ...(await linesFrom(ctx, id, page)),
  });
  const [statement] = isFinal(found.period) ? found.stored : found.live;
  if (!statement) throw notFound("pay_statement", `${id}/${technicianId}`);
  const { items, nextCursor } = pageOfLines(found, page);
  return { ...statement, payPeriod: found.period, firstLines: items, nextCursor };
}
