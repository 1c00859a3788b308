import type { Ctx } from "#/ctx.ts";
import { commit, type Parts } from "#/db/tenant/commit.ts";
import type { Instant } from "#/kernel/time.ts";
import type { MoveKind } from "./kinds.ts";
import { type Posting, stockParts } from "./posting.ts";
import { fromMilli } from "./rules.ts";

/** The answer to a request that moves stock. */
export type Movement = {
  id: string;
  kind: MoveKind;
  locationId: number;
  toLocationId: number | null;
  jobId: number | null;
  lines: { partId: number; quantity: number; serials: string[] | null }[];
  notes: string | null;
  createdAt: Instant;
};

type Asked = {
  locationId: number;
  toLocationId?: number;
  jobId?: number | null;
  lines: readonly { partId: number; quantityMilli: number; serials?: readonly string[] | undefined }[];
  notes: string | null;
};

const verbs: Record<MoveKind, string> = {
  receipt: "receive",
  issue: "issue",
  return_from_job: "return",
  return_to_supplier: "return",
  transfer_out: "transfer",
  transfer_in: "transfer",
  adjustment: "adjust",
  count: "count",
};

/** Commits the moves of one request. */
export async function moveStock(
  ctx: Ctx,
  { kind, asked, posting, more = [] }: { kind: MoveKind; asked: Asked; posting: Posting; more?: Parts },
): Promise<Movement> {
  const { locationId, toLocationId = null, jobId = null, notes } = asked;
  const part = stockParts(ctx, { ...posting, jobId, notes });
  const lines = asked.lines.map(({ partId, quantityMilli, serials }) => ({
    partId,
    quantity: fromMilli(quantityMilli),
    serials: serials ? [...serials] : null,
  }));
  const id = part.movementId;
  return await commit(ctx, {
    parts: [...more, part],
    audit: {
      action: verbs[kind],
      entity: "stock_movement",
      id,
      details: {
        location_id: locationId,
        ...(toLocationId !== null && { to_location_id: toLocationId }),
        ...(jobId !== null && { job_id: jobId }),
        lines: lines.map(({ partId, quantity }) => ({ part_id: partId, quantity })),
      },
    },
    result: { id, kind, locationId, toLocationId, jobId, lines, notes, createdAt: ctx.now },
  });
}
