import { endpoint } from "#/http/endpoint.ts";
import { setCommission } from "./actions/set-commission.ts";
import { getRate } from "./repo.ts";
import { CommissionConfig, SetCommission, TechnicianItem } from "./schemas.ts";

export const routes = [
  endpoint({
    method: "get",
    path: "/admin/commission-config/tech/{technician_id}/item/{item_id}",
    operationId: "getCommission",
    summary: "Get the commission rates of a technician for an item",
    by: "user",
    permission: "commissions:write",
    params: TechnicianItem,
    response: CommissionConfig,
    handler: (ctx, { params }) => getRate(ctx, params),
  }),
  endpoint({
    method: "put",
    path: "/admin/commission-config/tech/{technician_id}/item/{item_id}",
    operationId: "setCommission",
    summary: "Set the commission rates of a technician for an item",
    description: "750 basis points are 7.5 %. Holds for future sales; sales that were made keep their commission.",
    by: "user",
    permission: "commissions:write",
    params: TechnicianItem,
    body: SetCommission,
    response: CommissionConfig,
    handler: (ctx, { params, body }) => setCommission(ctx, { ...params, ...body }),
  }),
];
