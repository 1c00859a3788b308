import { shardNames } from "#/db/directory.ts";
import { checkCaller } from "#/db/tenant/load.ts";
import { endpoint } from "#/http/endpoint.ts";
import { Health, ShardsHealth } from "./schemas.ts";

export const routes = [
  endpoint({
    method: "get",
    path: "/health",
    operationId: "getHealth",
    summary: "Whether the API is up",
    by: "anyone",
    response: Health,
    handler: async (open) => ({ status: "ok" as const, time: open.now }),
  }),
  endpoint({
    method: "get",
    path: "/health/shards",
    operationId: "getShardsHealth",
    summary: "Whether each database answers",
    by: "user",
    permission: "system:read",
    response: ShardsHealth,
    handler: async (ctx) => {
      await checkCaller(ctx);
      const names = ["CONTROL", ...shardNames] as const;
      const answers = await Promise.allSettled(names.map((name) => ctx.env[name].prepare("select 1").first()));
      const databases = names.map((name, i) => ({ name, reachable: answers[i]?.status === "fulfilled" }));
      const isUp = databases.every(({ reachable }) => reachable);
      return { status: isUp ? ("ok" as const) : ("degraded" as const), databases };
    },
  }),
];
