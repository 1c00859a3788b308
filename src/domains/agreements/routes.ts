import { read } from "#/db/tenant/load.ts";
import { customerNamed } from "#/domains/customers/index.ts";
import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { activateAgreement } from "./actions/activate-agreement.ts";
import { cancelAgreement } from "./actions/cancel-agreement.ts";
import { changeAgreement, createAgreement } from "./actions/create-agreement.ts";
import { renewAgreement } from "./actions/renew-agreement.ts";
import { resumeAgreement, suspendAgreement } from "./actions/suspend-agreement.ts";
import { readFigures } from "./figures-repo.ts";
import { routes as planRoutes } from "./plan-routes.ts";
import { presented, todayOf } from "./present.ts";
import { routes as recurringRoutes } from "./recurring-routes.ts";
import { AgreementPeriods, AgreementVisits } from "./recurring-schemas.ts";
import { listAgreements, listExpiring, listPeriods, memberDiscountOf } from "./repo.ts";
import {
  ActivateAgreement,
  AgreementFigures,
  CancelAgreement,
  CancelledAgreement,
  ChangeServiceAgreement,
  CreateServiceAgreement,
  ExpiringAgreementPage,
  ExpiringQuery,
  FiguresQuery,
  MemberDiscount,
  MemberDiscountParams,
  MemberDiscountQuery,
  RenewAgreement,
  ResumeAgreement,
  ServiceAgreement,
  ServiceAgreementPage,
  ServiceAgreementQuery,
  SuspendAgreement,
} from "./schemas.ts";
import { agreements } from "./tables.ts";
import { listVisits } from "./visit-repo.ts";

const reads = { by: "user", permission: "agreements:read", method: "get" } as const;
const writes = { by: "user", permission: "agreements:write" } as const;

export const routes = [
  ...planRoutes,
  endpoint({
    ...reads,
    path: "/admin/service-agreements",
    operationId: "listServiceAgreements",
    summary: "List service agreements",
    description: "Each term is a row of its own: a renewal is a new one, which names the one before.",
    query: ServiceAgreementQuery,
    response: ServiceAgreementPage,
    handler: (ctx, { query }) => listAgreements(ctx, query),
  }),
  endpoint({
    ...writes,
    method: "post",
    path: "/admin/service-agreements",
    operationId: "createServiceAgreement",
    summary: "Create a service agreement",
    description: "A draft from a plan, whose terms it keeps as they are now. Nothing is billed before it is activated.",
    body: CreateServiceAgreement,
    response: ServiceAgreement,
    status: 201,
    handler: (ctx, { body }) => createAgreement(ctx, body),
  }),
  endpoint({
    ...reads,
    path: "/admin/service-agreements/expiring",
    operationId: "listExpiringServiceAgreements",
    summary: "List the service agreements that end soon",
    description:
      "Active ones that end within `days` and have no next term yet, the next end first. `will_auto_renew` tells which of them renew themselves, 30 days before their end. By page and limit, at most 200 of them.",
    query: ExpiringQuery,
    response: ExpiringAgreementPage,
    handler: (ctx, { query }) => listExpiring(ctx, query),
  }),
  endpoint({
    ...reads,
    path: "/admin/service-agreements/figures",
    operationId: "readServiceAgreementFigures",
    summary: "Read the figures of service agreements",
    description:
      "Of a month, on its last day or today: monthly recurring revenue, churn (cancelled of those in force when the month began), renewal rate (renewed of all whose term ended), and what is billed and not earned yet.",
    query: FiguresQuery,
    response: AgreementFigures,
    handler: (ctx, { query }) => readFigures(ctx, query.month),
  }),
  endpoint({
    ...reads,
    path: "/admin/member-discounts/{customer_id}",
    operationId: "readMemberDiscount",
    summary: "Read the discount that a customer has as a member",
    description:
      "On what is done on a local day, today when absent: the largest of their agreements that are in force on it.",
    params: MemberDiscountParams,
    query: MemberDiscountQuery,
    response: MemberDiscount,
    handler: async (ctx, { params: { customerId }, query: { date = todayOf(ctx) } }) => {
      const { customer, found } = await read(ctx, {
        customer: customerNamed(ctx, customerId),
        found: memberDiscountOf(ctx, customerId, date),
      });
      return { customerId: customer.id, date, ...found };
    },
  }),
  endpoint({
    ...reads,
    path: "/admin/service-agreements/{id}",
    operationId: "getServiceAgreement",
    summary: "Get a service agreement",
    params: IdParams,
    response: ServiceAgreement,
    handler: async (ctx, { params }) => presented(await agreements.get(ctx, params.id)),
  }),
  endpoint({
    ...writes,
    method: "patch",
    path: "/admin/service-agreements/{id}",
    operationId: "changeServiceAgreement",
    summary: "Change a service agreement",
    description: "Its first day and price in a draft only; the rest until it is over.",
    params: IdParams,
    body: ChangeServiceAgreement,
    response: ServiceAgreement,
    handler: (ctx, { params, body }) => changeAgreement(ctx, { id: params.id, ...body }),
  }),
  endpoint({
    ...writes,
    method: "post",
    path: "/admin/service-agreements/{id}/activate",
    operationId: "activateServiceAgreement",
    summary: "Activate a service agreement",
    description:
      "Its visits are planned and its invoices are made by themselves, each on the day of its period. `bill_from` leaves out what an agreement that began long ago was billed and visited for elsewhere.",
    params: IdParams,
    body: ActivateAgreement,
    response: ServiceAgreement,
    handler: (ctx, { params, body }) => activateAgreement(ctx, { id: params.id, ...body }),
  }),
  endpoint({
    ...writes,
    method: "post",
    path: "/admin/service-agreements/{id}/suspend",
    operationId: "suspendServiceAgreement",
    summary: "Suspend a service agreement",
    description: "From today on it bills nothing, makes no visits and gives no discount. Its end stays where it is.",
    params: IdParams,
    body: SuspendAgreement,
    response: ServiceAgreement,
    handler: (ctx, { params, body }) => suspendAgreement(ctx, { id: params.id, ...body }),
  }),
  endpoint({
    ...writes,
    method: "post",
    path: "/admin/service-agreements/{id}/resume",
    operationId: "resumeServiceAgreement",
    summary: "Resume a suspended service agreement",
    description:
      "Periods that began meanwhile are not billed later. With `extend` the rest of the term moves by the days of the suspension instead.",
    params: IdParams,
    body: ResumeAgreement,
    response: ServiceAgreement,
    handler: (ctx, { params, body }) => resumeAgreement(ctx, { id: params.id, ...body }),
  }),
  endpoint({
    ...writes,
    method: "post",
    path: "/admin/service-agreements/{id}/renew",
    operationId: "renewServiceAgreement",
    summary: "Renew a service agreement",
    description:
      "Makes the next term now, by the price rule of the plan unless you name a price. Its days go on by the anchor of the first term. Answers the next term.",
    params: IdParams,
    body: RenewAgreement,
    response: ServiceAgreement,
    status: 201,
    handler: (ctx, { params, body }) => renewAgreement(ctx, { id: params.id, ...body }),
  }),
  endpoint({
    ...writes,
    method: "post",
    path: "/admin/service-agreements/{id}/cancel",
    operationId: "cancelServiceAgreement",
    summary: "Cancel a service agreement",
    description:
      "Now, or at the end of the period that runs. What was billed in advance and is not used comes back as a credit note: by the days that are left (today is used up), or by the visits of the period that were not done. What is billed in arrears is invoiced now, less that. Jobs that are made already stay: cancel them on the board.",
    params: IdParams,
    body: CancelAgreement,
    response: CancelledAgreement,
    handler: (ctx, { params, body }) => cancelAgreement(ctx, { id: params.id, ...body }),
  }),
  endpoint({
    ...reads,
    path: "/admin/service-agreements/{id}/visits",
    operationId: "listServiceAgreementVisits",
    summary: "List the visits of a service agreement",
    description: "Of one term: at most 52 a year.",
    params: IdParams,
    response: AgreementVisits,
    handler: (ctx, { params }) => listVisits(ctx, params.id),
  }),
  endpoint({
    ...reads,
    path: "/admin/service-agreements/{id}/periods",
    operationId: "listServiceAgreementPeriods",
    summary: "List the billed periods of a service agreement",
    description: "Each with its invoice. A few of one term. A period is billed once, whatever the date of its invoice.",
    params: IdParams,
    response: AgreementPeriods,
    handler: (ctx, { params }) => listPeriods(ctx, params.id),
  }),
  ...recurringRoutes,
];
