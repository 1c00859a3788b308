import { InstantOut, z } from "#/kernel/fields.ts";

export const Health = z
  .object({ status: z.literal("ok"), time: InstantOut })
  .openapi("Health", { example: { status: "ok", time: "2026-03-28T09:00:00.000Z" } });

export const ShardsHealth = z
  .object({
    status: z.enum(["ok", "degraded"]),
    databases: z.array(z.object({ name: z.string(), reachable: z.boolean() })),
  })
  .openapi("ShardsHealth", { example: { status: "ok", databases: [{ name: "SHARD_00", reachable: true }] } });
