import { endpoint } from "#/http/endpoint.ts";
import { IdText, z } from "#/kernel/fields.ts";
import { removeCommission } from "./actions/remove-commission.ts";
import { setCommission } from "./actions/set-commission.ts";
import { previewCommission } from "./preview.ts";
import { getRate, listRates } from "./repo.ts";
import {
  Commission,
  CommissionConfig,
  CommissionConfigPage,
  CommissionConfigQuery,
  PreviewCommission,
  RateQuery,
  SetCommission,
  WhichRate,
} from "./schemas.ts";

const id = (name: string) => IdText.openapi({ param: { name, in: "path" } });
const technician = { technician_id: id("technician_id") };
const item = { item_id: id("item_id") };
const category = { category_id: id("category_id") };

/** Where rates are set: the path, the name in the operation's id, and what it is for. */
const places = [
  {
    path: "/tech/{technician_id}/item/{item_id}",
    name: "",
    of: "of a technician for an item",
    params: z.object({ ...technician, ...item }),
  },
  {
    path: "/tech/{technician_id}/category/{category_id}",
    name: "TechnicianCategory",
    of: "of a technician for a category",
    params: z.object({ ...technician, ...category }),
  },
  { path: "/tech/{technician_id}", name: "Technician", of: "of a technician", params: z.object(technician) },
  { path: "/item/{item_id}", name: "Item", of: "for an item", params: z.object(item) },
  { path: "/category/{category_id}", name: "Category", of: "for a category", params: z.object(category) },
  { path: "/default", name: "Default", of: "of the business", params: z.object({}) },
];

const BASE = "/admin/commission-config";
const user = { by: "user", permission: "commissions:write" } as const;

const ofPlace = ({ path, name, of, params }: (typeof places)[number]) => [
  endpoint({
    ...user,
    method: "get",
    path: `${BASE}${path}`,
    operationId: `get${name}Commission`,
    summary: `Get the commission rates ${of}`,
    params,
    query: RateQuery,
    response: CommissionConfig,
    handler: (ctx, { params: place, query }) => getRate(ctx, place, query),
  }),
  endpoint({
    ...user,
    method: "put",
    path: `${BASE}${path}`,
    operationId: `set${name}Commission`,
    summary: `Set the commission rates ${of}`,
    description:
      "750 basis points are 7.5 %. Holds for future sales; sales that were made keep their commission. One rate stands here for each `role` and `effective_from`.",
    params,
    body: SetCommission,
    response: CommissionConfig,
    handler: (ctx, { params: place, body }) => setCommission(ctx, place, body),
  }),
  endpoint({
    ...user,
    method: "delete",
    path: `${BASE}${path}`,
    operationId: `remove${name}Commission`,
    summary: `Remove the commission rates ${of}`,
    description:
      "From now on the next rate decides: technician and item, technician and category, technician, item, category, business.",
    params,
    query: WhichRate,
    response: CommissionConfig,
    handler: (ctx, { params: place, query }) => removeCommission(ctx, place, query),
  }),
];

export const routes = [
  endpoint({
    ...user,
    method: "get",
    path: BASE,
    operationId: "listCommissions",
    summary: "List commission rates",
    query: CommissionConfigQuery,
    response: CommissionConfigPage,
    handler: (ctx, { query }) => listRates(ctx, query),
  }),
  endpoint({
    ...user,
    method: "post",
    path: `${BASE}/preview`,
    operationId: "previewCommission",
    summary: "Compute a commission without a sale",
    description: "Tells which rate would hold and every step of the computation. Writes nothing.",
    body: PreviewCommission,
    response: Commission,
    handler: (ctx, { body }) => previewCommission(ctx, body),
  }),
  ...places.flatMap(ofPlace),
];
