import { endpoint } from "#/http/endpoint.ts";
import { cancelMove } from "./actions/cancel-move.ts";
import { checkHealth } from "./actions/check-health.ts";
import { logInAdmin } from "./actions/log-in-admin.ts";
import { moveTenant } from "./actions/move-tenant.ts";
import { resumeTenant } from "./actions/resume-tenant.ts";
import { suspendTenant } from "./actions/suspend-tenant.ts";
import { routes as deadLetterRoutes } from "./dead-letter-routes.ts";
import { routes as keyRoutes } from "./key-routes.ts";
import { presentDetails } from "./present.ts";
import { endSession, getTenant, listTenants } from "./repo.ts";
import {
  MoveTenant,
  PlatformHealth,
  PlatformLogIn,
  PlatformSignedIn,
  PlatformSignedOut,
  PlatformTenantDetails,
  PlatformTenantPage,
  PlatformTenantQuery,
  SuspendTenant,
  TenantMove,
  TenantParams,
} from "./schemas.ts";

export const routes = [
  endpoint({
    method: "post",
    path: "/platform/auth/login",
    operationId: "logInPlatformAdmin",
    summary: "Sign in as a platform administrator",
    description: "`npm run platform-admin -- add EMAIL` adds one and prints their password.",
    by: "anyone",
    limit: "auth",
    body: PlatformLogIn,
    response: PlatformSignedIn,
    showsSecret: true,
    handler: (open, { body }) => logInAdmin(open, body),
  }),
  endpoint({
    method: "post",
    path: "/platform/auth/logout",
    operationId: "logOutPlatformAdmin",
    summary: "Sign out: your access token ends at once",
    by: "platform",
    response: PlatformSignedOut,
    handler: async (ctx) => {
      await endSession(ctx);
      return { signedOut: true as const };
    },
  }),
  endpoint({
    method: "get",
    path: "/platform/health",
    operationId: "getPlatformHealth",
    summary: "Whether each database answers and has had its migrations, and how many dead letters wait",
    by: "platform",
    response: PlatformHealth,
    handler: checkHealth,
  }),
  ...deadLetterRoutes,
  ...keyRoutes,
  endpoint({
    method: "get",
    path: "/platform/tenants",
    operationId: "listTenants",
    summary: "List businesses",
    by: "platform",
    query: PlatformTenantQuery,
    response: PlatformTenantPage,
    handler: (ctx, { query }) => listTenants(ctx, query),
  }),
  endpoint({
    method: "get",
    path: "/platform/tenants/{tenant}",
    operationId: "getTenant",
    summary: "Get a business, with what the platform did with it",
    by: "platform",
    params: TenantParams,
    response: PlatformTenantDetails,
    handler: async (ctx, { params }) => presentDetails(await getTenant(ctx, params.tenant)),
  }),
  endpoint({
    method: "post",
    path: "/platform/tenants/{tenant}/suspend",
    operationId: "suspendTenant",
    summary: "Suspend a business",
    description:
      "All of its people and machines get 403 `tenant.suspended`, its live streams end, and its webhooks and mails wait. Safe to repeat.",
    by: "platform",
    params: TenantParams,
    body: SuspendTenant,
    response: PlatformTenantDetails,
    handler: async (ctx, { params, body }) => presentDetails(await suspendTenant(ctx, { id: params.tenant, ...body })),
  }),
  endpoint({
    method: "post",
    path: "/platform/tenants/{tenant}/resume",
    operationId: "resumeTenant",
    summary: "Resume a suspended business",
    description: "It works as before, and the webhooks and mails that waited go out. Safe to repeat.",
    by: "platform",
    params: TenantParams,
    response: PlatformTenantDetails,
    handler: async (ctx, { params }) => presentDetails(await resumeTenant(ctx, params.tenant)),
  }),
  endpoint({
    method: "post",
    path: "/platform/tenants/{tenant}/move",
    operationId: "moveTenant",
    summary: "Move a business to another shard",
    description:
      "Does a piece of the move and answers how far it is: repeat until `step` is `done`. If you stop, a job carries the move on every minute. Meanwhile the business can read, and its writes get 503 `tenant.moving`.",
    by: "platform",
    params: TenantParams,
    body: MoveTenant,
    response: TenantMove,
    handler: (ctx, { params, body }) => moveTenant(ctx, { id: params.tenant, ...body }),
  }),
  endpoint({
    method: "post",
    path: "/platform/tenants/{tenant}/move/cancel",
    operationId: "cancelMove",
    summary: "Cancel a move",
    description: "Possible until the business lives on its new shard. Repeat until `step` is `done`.",
    by: "platform",
    params: TenantParams,
    response: TenantMove,
    handler: (ctx, { params }) => cancelMove(ctx, params.tenant),
  }),
];
