import type { Ctx } from "#/ctx.ts";
import { record } from "#/db/tenant/commit.ts";
import type { AppError } from "#/kernel/errors.ts";
import { countFailure } from "../attempt-repo.ts";
import type { Run } from "../attempts.ts";
import type { User } from "../tables.ts";
import { tellOfFailures } from "./tell-of-failures.ts";

type Refused = {
  runs: readonly Run[];
  user: User | undefined;
  refusal: AppError;
  /** Whose password it is, where it is not a user's. */
  entity?: string;
};

/**
 * Refuses a wrong password, and counts it in its runs. An unknown user costs the same statements and rows, so that the time betrays nobody; what
 * only a known one causes, the mail, starts behind the answer.
 */
export async function refusePassword(ctx: Ctx, { runs, user, refusal, entity = "user" }: Refused): Promise<never> {
  await record(ctx, {
    parts: runs.map((run) => countFailure(ctx, run)),
    audit: { action: "wrong_password", entity, id: user?.id ?? "unknown", details: { ip: ctx.client.ip } },
  });
  const widest = runs.at(-1);
  if (user && widest) ctx.afterAnswer(() => tellOfFailures(ctx, { user, run: widest, template: "account-locked" }));
  throw refusal;
}
