import type { PlatformCtx } from "#/ctx.ts";
import { healthOf, isFit } from "#/db/health.ts";
import { countUnhandled } from "../dead-letter-repo.ts";

/** What an operator looks at first: every database with the migrations that it lacks, and how many dead letters wait. */
export async function checkHealth(ctx: PlatformCtx) {
  const databases = await healthOf(ctx.env);
  const status = databases.every(isFit) ? ("ok" as const) : ("degraded" as const);
  return { status, databases, deadLetters: await countUnhandled(ctx) };
}
