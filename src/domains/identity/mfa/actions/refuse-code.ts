import { type Ctx, invalidChallenge } from "#/ctx.ts";
import { commit, must } from "#/db/tenant/commit.ts";
import { wrongCode } from "../errors.ts";
import { type Challenge, countFailure } from "../repo.ts";
import { MAX_FAILURES } from "../rules.ts";

/** Counts a wrong code on its challenge, and on nothing else: who guesses must prove the password again, and locks nobody out. */
export async function refuseCode(ctx: Ctx, { id, userId, failures }: Challenge): Promise<never> {
  const unkeyed = { ...ctx };
  delete unkeyed.idempotency; // a refusal is no answer to keep
  await commit(unkeyed, {
    writes: [countFailure(ctx, id), must(invalidChallenge())],
    audit: { action: "refuse_code", entity: "session", id, changes: { user_id: userId, ip: ctx.client.ip } },
    result: null,
  });
  throw wrongCode(MAX_FAILURES - failures - 1);
}
