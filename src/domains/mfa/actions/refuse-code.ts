import { type Ctx, invalidChallenge } from "#/ctx.ts";
import { record } from "#/db/tenant/commit.ts";
import { must } from "#/db/tenant/guards.ts";
import { type Challenge, countWrongCode, MAX_WRONG_CODES } from "#/domains/identity/index.ts";
import { wrongCode } from "../errors.ts";

/** Counts a wrong code on its challenge, and on nothing else: somebody who guesses must prove the password again, and locks nobody out. */
export async function refuseCode(ctx: Ctx, { id, userId, failures }: Challenge): Promise<never> {
  await record(ctx, {
    parts: [countWrongCode(ctx, id), must(invalidChallenge())],
    audit: { action: "refuse_code", entity: "session", id, details: { user_id: userId, ip: ctx.client.ip } },
  });
  throw wrongCode(MAX_WRONG_CODES - failures - 1);
}
