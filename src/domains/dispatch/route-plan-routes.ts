import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { optimizeRoutes, planShown } from "./actions/optimize-routes.ts";
import { undoRoutePlan } from "./actions/undo-route-plan.ts";
import { OptimizeRoutes, RoutePlan } from "./route-plan-schemas.ts";
import { routePlans } from "./route-plan-tables.ts";

export const routePlanRoutes = [
  endpoint({
    method: "post",
    path: "/admin/dispatch/optimize-routes",
    operationId: "optimizeRoutes",
    summary: "Plan the routes of a day",
    description:
      "Who does which job in which order and when: within shifts, skills, arrival windows and lunch. Never worse than the plan as it is, and the same for the same day. An agreed time without a window stays, pinned jobs stay with their technicians, and what is under way is left alone. `apply` changes all jobs in one commit and is refused when one of them has changed meanwhile. A day of more than 100 jobs is planned in the background, at most 1,000 jobs and 200 technicians: the answer is 202, `GET /admin/route-plans/{id}` tells how far it is and has the routes when it is done, and the event `dispatch.plan_ready` says so.",
    by: "user",
    permission: "dispatch:write",
    body: OptimizeRoutes,
    response: RoutePlan,
    goesOn: ({ status }) => status === "running",
    handler: (ctx, { body }) => optimizeRoutes(ctx, body),
  }),
  endpoint({
    method: "get",
    path: "/admin/route-plans/{id}",
    operationId: "getRoutePlan",
    summary: "Get a plan of routes and how far it has come",
    description:
      "Plans that were applied, and those that are made in the background, are kept for 30 days after their end. One whose changes could not be made has failed: `reason` says why, and nothing was changed.",
    by: "user",
    permission: "dispatch:read",
    params: IdParams,
    response: RoutePlan,
    handler: async (ctx, { params }) => planShown(await routePlans.get(ctx, params.id)),
  }),
  endpoint({
    method: "post",
    path: "/admin/route-plans/{id}/undo",
    operationId: "undoRoutePlan",
    summary: "Undo an applied plan of routes",
    description:
      "Each job that the plan has moved gets back its technician, crew and times, in one commit. Refused whole when one of them has changed since. A plan that is undone already stays as it is.",
    by: "user",
    permission: "dispatch:write",
    params: IdParams,
    response: RoutePlan,
    handler: (ctx, { params }) => undoRoutePlan(ctx, params.id),
  }),
];
