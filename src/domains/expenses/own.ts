import type { Ctx } from "#/ctx.ts";
import { technicianOf } from "#/domains/technicians/index.ts";
import { notFound } from "#/kernel/errors.ts";
import type { Check } from "./repo.ts";

export const anyExpense: Check = () => {};

/** For a technician, an expense of others does not exist. */
export function ownExpense(ctx: Ctx): Check {
  const mine = technicianOf(ctx);
  return ({ id, technicianId }) => {
    if (technicianId !== mine) throw notFound("expense", id);
  };
}
