import { endpoint, rawEndpoint } from "#/http/endpoint.ts";
import { noSuchBusiness } from "./errors.ts";
import { showLogo } from "./logo.ts";
import { brandingOf } from "./present.ts";
import { findByCode } from "./repo.ts";
import { BusinessCode, LogoQuery, ResolvedTenant } from "./schemas.ts";

export const routes = [
  endpoint({
    method: "get",
    path: "/tenants/resolve/{code}",
    operationId: "resolveTenant",
    summary: "Find a business by its code",
    description: "The first step of signing in: send the `tenantId` in the X-Tenant-Id header of the log-in.",
    by: "anyone",
    params: BusinessCode,
    response: ResolvedTenant,
    handler: async (open, { params }) => {
      const tenant = await findByCode(open, params.code);
      if (!tenant) throw noSuchBusiness(params.code);
      const { id, businessCode, businessName } = tenant;
      const branding = brandingOf(open.env, tenant);
      return { businessCode, businessName, apiUrl: open.env.PUBLIC_URL, tenantId: id, branding };
    },
  }),
  rawEndpoint({
    method: "get",
    path: "/tenants/logo/{code}",
    operationId: "getLogo",
    summary: "Get the logo of a business",
    description: "PNG, JPEG or WebP, for log-in pages and mails. `branding.logo_url` is its address.",
    by: "anyone",
    params: BusinessCode,
    query: LogoQuery,
    contentType: "image/png",
    example: "the bytes of the image",
    handler: (open, { params }, c) => showLogo(open, params.code, c.req.header("if-none-match")),
  }),
];
