import { endpoint } from "#/http/endpoint.ts";
import { noSuchBusiness } from "./errors.ts";
import { findByCode } from "./repo.ts";
import { BusinessCode, ResolvedTenant } from "./schemas.ts";

export const routes = [
  endpoint({
    method: "get",
    path: "/tenants/resolve/{code}",
    operationId: "resolveTenant",
    summary: "Find a business by its code",
    description: "First step of signing in: the `tenantId` goes into the X-Tenant-Id header of the log-in.",
    permission: "public",
    params: BusinessCode,
    response: ResolvedTenant,
    handler: async (open, { params }) => {
      const tenant = await findByCode(open, params.code);
      if (!tenant) throw noSuchBusiness(params.code);
      const { id, businessCode, businessName, branding } = tenant;
      return { businessCode, businessName, apiUrl: open.env.PUBLIC_URL, tenantId: id, branding };
    },
  }),
];
