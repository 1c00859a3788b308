import { shardNames } from "#/db/directory.ts";
import { checkCaller } from "#/db/tenant/load.ts";
import { endpoint } from "#/http/endpoint.ts";
import { Health, ShardsHealth } from "./schemas.ts";

const answers = (db: D1Database) =>
  db
    .prepare("select 1")
    .first()
    .then(
      () => true,
      () => false,
    );

export const routes = [
  endpoint({
    method: "get",
    path: "/health",
    operationId: "getHealth",
    summary: "Whether the API is up",
    permission: "public",
    response: Health,
    handler: async (open) => ({ status: "ok" as const, time: open.now }),
  }),
  endpoint({
    method: "get",
    path: "/health/shards",
    operationId: "getShardsHealth",
    summary: "Whether each database answers",
    permission: "system:read",
    response: ShardsHealth,
    handler: async (ctx) => {
      await checkCaller(ctx);
      const names = ["CONTROL", ...shardNames] as const;
      const databases = await Promise.all(
        names.map(async (name) => ({ name, reachable: await answers(ctx.env[name]) })),
      );
      return {
        status: databases.every(({ reachable }) => reachable) ? ("ok" as const) : ("degraded" as const),
        databases,
      };
    },
  }),
];
