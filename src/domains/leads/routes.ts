import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { addActivity } from "./actions/add-activity.ts";
import { addLead } from "./actions/add-lead.ts";
import { addCampaign, changeCampaign } from "./actions/change-campaign.ts";
import { changeLead } from "./actions/change-lead.ts";
import { convertLead } from "./actions/convert-lead.ts";
import { moveLead } from "./actions/move-lead.ts";
import { reopenLead } from "./actions/reopen-lead.ts";
import { AddLeadActivity, LeadActivity, LeadActivityPage, LeadActivityQuery } from "./activity-schemas.ts";
import {
  ChangeLeadCampaign,
  CreateLeadCampaign,
  LeadCampaign,
  LeadCampaignPage,
  LeadCampaignQuery,
} from "./campaign-schemas.ts";
import { summarizeLeads } from "./figures-repo.ts";
import { LeadSummary, LeadSummaryQuery } from "./figures-schemas.ts";
import { getLead, listActivities, listLeads } from "./repo.ts";
import { AddedLead, ChangeLead, CreateLead, Lead, LeadPage, LeadQuery } from "./schemas.ts";
import { ConvertLead, LeadConversion, MoveLead, ReopenLead } from "./step-schemas.ts";
import { leadCampaigns } from "./tables.ts";

const read = { by: "user", permission: "leads:read" } as const;
const write = { by: "user", permission: "leads:write" } as const;

export const routes = [
  endpoint({
    ...read,
    method: "get",
    path: "/admin/leads",
    operationId: "listLeads",
    summary: "List leads",
    query: LeadQuery,
    response: LeadPage,
    handler: (ctx, { query }) => listLeads(ctx, query),
  }),
  endpoint({
    ...write,
    method: "post",
    path: "/admin/leads",
    operationId: "addLead",
    summary: "Add a lead",
    description:
      "An enquiry of somebody who is not served yet. Where the phone had a lead within the last 30 days, the enquiry becomes an activity of that lead, which is answered with 200 and `duplicate: true`: its blank fields are filled, it is due at once, and a lost or disqualified one is `new` again. `allow_duplicate: true` makes a lead of its own all the same.",
    body: CreateLead,
    response: AddedLead,
    status: 201,
    wasThere: ({ duplicate }) => duplicate,
    handler: (ctx, { body }) => addLead(ctx, body),
  }),
  endpoint({
    ...read,
    method: "get",
    path: "/admin/leads/summary",
    operationId: "summarizeLeads",
    summary: "Read the figures of leads",
    description:
      "How many are won, by month and source; how fast they are answered; what is in the pipeline; and what a lead costs by campaign.",
    query: LeadSummaryQuery,
    response: LeadSummary,
    handler: (ctx, { query }) => summarizeLeads(ctx, query),
  }),
  endpoint({
    ...read,
    method: "get",
    path: "/admin/leads/{id}",
    operationId: "getLead",
    summary: "Get a lead",
    params: IdParams,
    response: Lead,
    handler: (ctx, { params }) => getLead(ctx, params.id),
  }),
  endpoint({
    ...write,
    method: "patch",
    path: "/admin/leads/{id}",
    operationId: "changeLead",
    summary: "Change a lead",
    description:
      "Its owner and next follow-up too; the status has an endpoint of its own. `external_ids` and `utm` replace all of them. What changed is kept as an activity.",
    params: IdParams,
    body: ChangeLead,
    response: Lead,
    handler: (ctx, { params, body }) => changeLead(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    ...write,
    method: "patch",
    path: "/admin/leads/{id}/status",
    operationId: "moveLead",
    summary: "Move a lead to another status",
    description:
      "Forwards or back. `lost` and `disqualified` need a reason. A lead that was converted is won until an administrator reopens it.",
    params: IdParams,
    body: MoveLead,
    response: Lead,
    handler: (ctx, { params, body }) => moveLead(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    ...write,
    method: "post",
    path: "/admin/leads/{id}/convert",
    operationId: "convertLead",
    summary: "Convert a lead to a customer, a job or an estimate",
    description:
      "The customer is found by phone, else e-mail, else name and ZIP; where several have it, it is 409 with their ids: send `customer_id`. Otherwise the lead makes the customer. The lead is won. The same call again makes nothing and answers with 200 what was made; `job` after `customer` adds the job. `estimate` drafts an estimate without lines: the lead stays open, is `estimate_sent` when that is sent, and won when it is accepted.",
    params: IdParams,
    body: ConvertLead,
    response: LeadConversion,
    status: 201,
    wasThere: ({ repeated }) => repeated,
    handler: (ctx, { params, body }) => convertLead(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    ...write,
    permission: "leads:reopen",
    method: "post",
    path: "/admin/leads/{id}/reopen",
    operationId: "reopenLead",
    summary: "Reopen a lead",
    description:
      "One that was won, converted, lost or disqualified. The customer and the job that it became stay; the lead no longer names them, and can be converted again.",
    params: IdParams,
    body: ReopenLead,
    response: Lead,
    handler: (ctx, { params, body }) => reopenLead(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    ...read,
    method: "get",
    path: "/admin/leads/{id}/activities",
    operationId: "listLeadActivities",
    summary: "List the activities of a lead",
    description: "Enquiries, notes, calls and every change; the newest first.",
    params: IdParams,
    query: LeadActivityQuery,
    response: LeadActivityPage,
    handler: (ctx, { params, query }) => listActivities(ctx, { ...query, ...params }),
  }),
  endpoint({
    ...write,
    method: "post",
    path: "/admin/leads/{id}/activities",
    operationId: "addLeadActivity",
    summary: "Write down a note, call or message",
    description:
      "The first call, e-mail, text message or meeting that is not `inbound` is the response to the enquiry: figures count the time until then.",
    params: IdParams,
    body: AddLeadActivity,
    response: LeadActivity,
    status: 201,
    handler: (ctx, { params, body }) => addActivity(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    ...read,
    method: "get",
    path: "/admin/lead-campaigns",
    operationId: "listLeadCampaigns",
    summary: "List campaigns",
    query: LeadCampaignQuery,
    response: LeadCampaignPage,
    handler: (ctx, { query: { isActive, ...query } }) => leadCampaigns.list(ctx, query, { equals: { isActive } }),
  }),
  endpoint({
    ...write,
    method: "post",
    path: "/admin/lead-campaigns",
    operationId: "addLeadCampaign",
    summary: "Add a campaign",
    description: "What brings leads, and what it costs. At most 500.",
    body: CreateLeadCampaign,
    response: LeadCampaign,
    status: 201,
    handler: (ctx, { body }) => addCampaign(ctx, body),
  }),
  endpoint({
    ...read,
    method: "get",
    path: "/admin/lead-campaigns/{id}",
    operationId: "getLeadCampaign",
    summary: "Get a campaign",
    params: IdParams,
    response: LeadCampaign,
    handler: (ctx, { params }) => leadCampaigns.get(ctx, params.id),
  }),
  endpoint({
    ...write,
    method: "patch",
    path: "/admin/lead-campaigns/{id}",
    operationId: "changeLeadCampaign",
    summary: "Change a campaign",
    params: IdParams,
    body: ChangeLeadCampaign,
    response: LeadCampaign,
    handler: (ctx, { params, body }) => changeCampaign(ctx, { ...body, id: params.id }),
  }),
];
