import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { addTaxRate } from "./actions/add-tax-rate.ts";
import { changeTaxRate } from "./actions/change-tax-rate.ts";
import { presentRate } from "./present.ts";
import { listTaxRates } from "./repo.ts";
import { AddTaxRate, ChangeTaxRate, TaxRate, TaxRatePage, TaxRateQuery } from "./schemas.ts";
import { taxRates } from "./tables.ts";

export const routes = [
  endpoint({
    method: "get",
    path: "/admin/tax-rates",
    operationId: "listTaxRates",
    summary: "List tax rates",
    description: "Those that estimates and invoices name, archived ones included unless you filter them out.",
    by: "user",
    permission: "documents:read",
    query: TaxRateQuery,
    response: TaxRatePage,
    handler: async (ctx, { query }) => {
      const page = await listTaxRates(ctx, query);
      return { ...page, items: page.items.map(presentRate) };
    },
  }),
  endpoint({
    method: "post",
    path: "/admin/tax-rates",
    operationId: "addTaxRate",
    summary: "Add a tax rate",
    description:
      "In parts per million, since rates have three decimals of a percent: 8.875 % is 88750. The default rate taxes the lines that name none; a new default takes its place.",
    by: "user",
    permission: "documents:write",
    body: AddTaxRate,
    response: TaxRate,
    status: 201,
    handler: (ctx, { body }) => addTaxRate(ctx, body),
  }),
  endpoint({
    method: "get",
    path: "/admin/tax-rates/{id}",
    operationId: "getTaxRate",
    summary: "Get a tax rate",
    by: "user",
    permission: "documents:read",
    params: IdParams,
    response: TaxRate,
    handler: async (ctx, { params }) => presentRate(await taxRates.get(ctx, params.id)),
  }),
  endpoint({
    method: "patch",
    path: "/admin/tax-rates/{id}",
    operationId: "changeTaxRate",
    summary: "Change or archive a tax rate",
    description: "Documents keep the rate that they were made with.",
    by: "user",
    permission: "documents:write",
    params: IdParams,
    body: ChangeTaxRate,
    response: TaxRate,
    handler: (ctx, { params, body }) => changeTaxRate(ctx, { id: params.id, ...body }),
  }),
];
