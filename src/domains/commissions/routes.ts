import { read } from "#/db/tenant/load.ts";
import { endpoint } from "#/http/endpoint.ts";
import { notFound } from "#/kernel/errors.ts";
import { setCommission } from "./actions/set-commission.ts";
import { findRate } from "./repo.ts";
import { CommissionConfig, SetCommission, TechnicianItem } from "./schemas.ts";

export const routes = [
  endpoint({
    method: "get",
    path: "/admin/commission-config/tech/{technician_id}/item/{item_id}",
    operationId: "getCommission",
    summary: "Get the commission rates of a technician for an item",
    permission: "commissions:write",
    params: TechnicianItem,
    response: CommissionConfig,
    handler: async (ctx, { params }) => {
      const [config] = await read(ctx, [findRate(ctx, params)]);
      if (!config) throw notFound("commission_config", `${params.technicianId}/${params.itemId}`);
      return config;
    },
  }),
  endpoint({
    method: "put",
    path: "/admin/commission-config/tech/{technician_id}/item/{item_id}",
    operationId: "setCommission",
    summary: "Set the commission rates of a technician for an item",
    description: "750 basis points are 7.5 %. Holds for future sales; sales that were made keep their commission.",
    permission: "commissions:write",
    params: TechnicianItem,
    body: SetCommission,
    response: CommissionConfig,
    handler: (ctx, { params, body }) => setCommission(ctx, { ...params, ...body }),
  }),
];
