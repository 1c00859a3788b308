import type { Ctx } from "#/ctx.ts";
import { record } from "#/db/tenant/commit.ts";
import { must } from "#/db/tenant/guards.ts";
import { planMail } from "#/domains/mail/index.ts";
import { AppError } from "#/kernel/errors.ts";
import { errorText, log } from "#/kernel/log.ts";
import { noteTold } from "../attempt-repo.ts";
import type { Run } from "../attempts.ts";
import type { User } from "../tables.ts";

const nothingToTell = () =>
  new AppError("conflict", "auth.nothing_to_tell", "The run is short, or the user knows of it.");

type Told = { user: User; run: Run; template: "account-locked" | "wrong-codes" };

/** Tells a user by mail of a run of failures, if it is long and they do not know of it yet. Never throws: the next failure tells them. */
export async function tellOfFailures(ctx: Ctx, { user, run, template }: Told): Promise<void> {
  const { email, name, status } = user;
  if (email === null || status !== "active") return;
  const nothing = nothingToTell();
  try {
    await record(ctx, {
      parts: [noteTold(ctx, run), must(nothing), await planMail(ctx, { to: email, template, data: { name } })],
    });
  } catch (error) {
    if (error !== nothing)
      log("warn", "user not told of failures", { tenant: ctx.tenant.id, user: user.id, error: errorText(error) });
  }
}
