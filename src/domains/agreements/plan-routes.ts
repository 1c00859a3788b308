import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { addPlan, changePlan } from "./actions/plans.ts";
import {
  AddAgreementPlan,
  AgreementPlan,
  AgreementPlanPage,
  AgreementPlanQuery,
  ChangeAgreementPlan,
} from "./plan-schemas.ts";
import { presentPlan } from "./present.ts";
import { listPlans } from "./repo.ts";
import { agreementPlans } from "./tables.ts";

const reads = { by: "user", permission: "agreements:read", method: "get" } as const;
const writes = { by: "user", permission: "agreements:write" } as const;

export const routes = [
  endpoint({
    ...reads,
    path: "/admin/agreement-plans",
    operationId: "listAgreementPlans",
    summary: "List agreement plans",
    description: "Archived ones included unless you filter them out.",
    query: AgreementPlanQuery,
    response: AgreementPlanPage,
    handler: (ctx, { query }) => listPlans(ctx, query),
  }),
  endpoint({
    ...writes,
    method: "post",
    path: "/admin/agreement-plans",
    operationId: "addAgreementPlan",
    summary: "Add an agreement plan",
    description:
      "What is sold: term, price of a billing period, visits, member discount, and how it renews. With `term_months` null it goes on until it is cancelled.",
    body: AddAgreementPlan,
    response: AgreementPlan,
    status: 201,
    handler: (ctx, { body }) => addPlan(ctx, body),
  }),
  endpoint({
    ...reads,
    path: "/admin/agreement-plans/{id}",
    operationId: "getAgreementPlan",
    summary: "Get an agreement plan",
    params: IdParams,
    response: AgreementPlan,
    handler: async (ctx, { params }) => presentPlan(await agreementPlans.get(ctx, params.id)),
  }),
  endpoint({
    ...writes,
    method: "patch",
    path: "/admin/agreement-plans/{id}",
    operationId: "changeAgreementPlan",
    summary: "Change or archive an agreement plan",
    description:
      "Agreements keep the plan as it was when they were made; only a renewal with the price rule `current_plan` looks at its price again.",
    params: IdParams,
    body: ChangeAgreementPlan,
    response: AgreementPlan,
    handler: (ctx, { params, body }) => changePlan(ctx, { id: params.id, ...body }),
  }),
];
