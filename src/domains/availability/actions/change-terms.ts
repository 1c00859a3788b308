import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { assertVersion } from "#/db/tenant/stamps.ts";
import { technicians } from "#/domains/technicians/index.ts";
import { presentTerms } from "../present.ts";
import { type Terms, usualTerms } from "../reader.ts";
import { workTerms } from "../tables.ts";

type ChangeTerms = { id: number } & { [K in keyof Terms]?: Terms[K] | undefined };

/** Changes what planning knows of a technician: where their day begins and ends, and how much it may hold. */
export async function changeTerms(ctx: Ctx, { id, ...change }: ChangeTerms) {
  const { current } = await load(ctx, {
    technician: technicians.one(ctx, id),
    current: workTerms.byId(ctx, id),
  });
  assertVersion(ctx, workTerms.entity, { id, version: current?.version ?? 0 });
  const part = current
    ? workTerms.change(ctx, current, change)
    : workTerms.insert(ctx, { ...usualTerms, ...change, id });
  return await commit(ctx, {
    parts: [part],
    audit: { action: "change", of: part },
    result: presentTerms(id, part.row),
  });
}
