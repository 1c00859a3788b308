import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { messagesAfter } from "./repo.ts";
import { targets } from "./tables.ts";

type Message = { id: string; type: string; timestamp: string; tenantId: string; sequence: number; apiVersion: string };

/** The messages of a target after an event, as a push would send them. One trip. */
export async function readMessages(
  ctx: Ctx,
  id: number,
  { after = 0, limit = 50 }: { after?: number | undefined; limit?: number | undefined },
) {
  const { rows } = await read(ctx, { target: targets.one(ctx, id), rows: messagesAfter(ctx, id, after, limit + 1) });
  const shown = rows.slice(0, limit);
  return {
    items: shown.map(({ body }) => messageOf(body)),
    nextAfter: shown.at(-1)?.sequence ?? after,
    hasMore: rows.length > limit,
  };
}

/** A stored body inside the program. */
function messageOf(body: string): Message & { data: Record<string, unknown> } {
  const { tenant_id, api_version, ...rest } = JSON.parse(body) as Omit<Message, "tenantId" | "apiVersion"> & {
    tenant_id: string;
    api_version: string;
    data: Record<string, unknown>;
  };
  return { ...rest, tenantId: tenant_id, apiVersion: api_version };
}
