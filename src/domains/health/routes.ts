import { endpoint } from "#/http/endpoint.ts";
import { assertDatabases } from "./probe.ts";
import { Health, HealthQuery } from "./schemas.ts";

export const routes = [
  endpoint({
    method: "get",
    path: "/health",
    operationId: "getHealth",
    summary: "Whether the API is up",
    description:
      "With `deep=true` also whether every database answers and has had its migrations, as it was at some moment of the last 10 seconds: 503 if not.",
    by: "anyone",
    query: HealthQuery,
    response: Health,
    handler: async (open, { query }) => {
      if (query.deep) await assertDatabases(open.env);
      return { status: "ok" as const, time: open.now };
    },
  }),
];
