import { sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { q } from "#/db/tenant/client.ts";
import { technicianPositions } from "#/db/tenant/schema/dispatch.ts";
import type { Position } from "./repo.ts";

/** Many positions in one statement; a newer one that is already there stays. */
export const upsertPositions = (ctx: Ctx, positions: readonly Position[]) =>
  q
    .insert(technicianPositions)
    .select(
      sql`select ${ctx.tenant.id}, value ->> 'technicianId', value ->> 'latitude', value ->> 'longitude', value ->> 'speed',
        value ->> 'heading', value ->> 'at' from json_each(${JSON.stringify(positions)}) where true`,
    )
    .onConflictDoUpdate({
      target: [technicianPositions.tenantId, technicianPositions.technicianId],
      set: {
        latitude: sql`excluded.latitude`,
        longitude: sql`excluded.longitude`,
        speed: sql`excluded.speed`,
        heading: sql`excluded.heading`,
        at: sql`excluded.at`,
      },
      setWhere: sql`excluded.at >= ${technicianPositions.at}`,
    });
