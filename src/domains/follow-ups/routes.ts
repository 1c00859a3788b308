import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { cancelFollowUp, finishTask, sendNow } from "./actions/change-follow-up.ts";
import { addRule, changeRule, removeRule } from "./actions/save-rule.ts";
import { takePresets } from "./actions/take-presets.ts";
import { dryRun } from "./dry-run.ts";
import { figuresOf, listFollowUps } from "./repo.ts";
import {
  ChangeFollowUpRule,
  CreateFollowUpRule,
  FollowUpRule,
  FollowUpRulePage,
  FollowUpRuleQuery,
  TakenPresets,
  TakePresets,
} from "./rule-schemas.ts";
import {
  CancelFollowUp,
  FinishFollowUp,
  FollowUp,
  FollowUpDryRun,
  FollowUpPage,
  FollowUpQuery,
  FollowUpStats,
  FollowUpStatsQuery,
} from "./schemas.ts";
import { followUpRules, followUps } from "./tables.ts";

const read = { by: "user", permission: "follow-ups:read" } as const;
const write = { by: "user", permission: "follow-ups:write" } as const;

export const routes = [
  endpoint({
    ...read,
    method: "get",
    path: "/admin/follow-ups",
    operationId: "listFollowUps",
    summary: "List follow-ups",
    description: "What rules have planned, and what became of it. `status=to_do` are the tasks of the office.",
    query: FollowUpQuery,
    response: FollowUpPage,
    handler: (ctx, { query }) => listFollowUps(ctx, query),
  }),
  endpoint({
    ...read,
    method: "get",
    path: "/admin/follow-ups/stats",
    operationId: "getFollowUpStats",
    summary: "Read what follow-ups have achieved",
    description:
      "How many were sent on these local days (the last 30, where none are named), how many of them the customer answered within 14 days, and how many had their success in that time: the estimate was accepted, the invoice paid, the job reviewed, the lead converted, the agreement renewed, the customer has a new job.",
    query: FollowUpStatsQuery,
    response: FollowUpStats,
    handler: (ctx, { query }) => figuresOf(ctx, query),
  }),
  endpoint({
    ...read,
    method: "get",
    path: "/admin/follow-ups/{id}",
    operationId: "getFollowUp",
    summary: "Get a follow-up",
    params: IdParams,
    response: FollowUp,
    handler: (ctx, { params }) => followUps.get(ctx, params.id),
  }),
  endpoint({
    ...write,
    method: "post",
    path: "/admin/follow-ups/{id}/send-now",
    operationId: "sendFollowUpNow",
    summary: "Send a follow-up now",
    description:
      "It goes out within seconds, judged like any other: a paid invoice is not reminded of, whoever asks for it. The answer is the follow-up before that.",
    params: IdParams,
    response: FollowUp,
    handler: (ctx, { params }) => sendNow(ctx, params.id),
  }),
  endpoint({
    ...write,
    method: "post",
    path: "/admin/follow-ups/{id}/done",
    operationId: "finishFollowUp",
    summary: "Mark the task of a follow-up as done",
    params: IdParams,
    body: FinishFollowUp,
    response: FollowUp,
    handler: (ctx, { params, body }) => finishTask(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    ...write,
    method: "post",
    path: "/admin/follow-ups/{id}/cancel",
    operationId: "cancelFollowUp",
    summary: "Cancel a follow-up",
    description: "One that is to come, or a task that is not done.",
    params: IdParams,
    body: CancelFollowUp,
    response: FollowUp,
    handler: (ctx, { params, body }) => cancelFollowUp(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    ...read,
    method: "get",
    path: "/admin/follow-up-rules",
    operationId: "listFollowUpRules",
    summary: "List the rules of follow-ups",
    query: FollowUpRuleQuery,
    response: FollowUpRulePage,
    handler: (ctx, { query: { enabled, trigger, ...query } }) =>
      followUpRules.list(ctx, query, { equals: { enabled, trigger } }),
  }),
  endpoint({
    ...write,
    method: "post",
    path: "/admin/follow-up-rules",
    operationId: "addFollowUpRule",
    summary: "Add a rule of follow-ups",
    description:
      "Plans a message or a task each time its trigger comes, and judges it again when it is sent. What began before `active_from` is left alone. At most 50.",
    body: CreateFollowUpRule,
    response: FollowUpRule,
    status: 201,
    handler: (ctx, { body }) => addRule(ctx, body),
  }),
  endpoint({
    ...write,
    method: "post",
    path: "/admin/follow-up-rules/presets",
    operationId: "takeFollowUpPresets",
    summary: "Take over ready-made rules",
    description:
      "With their templates, which you can change, and switched off. Without `presets`: all of them. One that you have stays as it is; where you have all of them, the answer is 200.",
    body: TakePresets,
    response: TakenPresets,
    status: 201,
    wasThere: ({ made }) => made === 0,
    handler: (ctx, { body }) => takePresets(ctx, body),
  }),
  endpoint({
    ...read,
    method: "get",
    path: "/admin/follow-up-rules/{id}",
    operationId: "getFollowUpRule",
    summary: "Get a rule of follow-ups",
    params: IdParams,
    response: FollowUpRule,
    handler: (ctx, { params }) => followUpRules.get(ctx, params.id),
  }),
  endpoint({
    ...write,
    method: "patch",
    path: "/admin/follow-up-rules/{id}",
    operationId: "changeFollowUpRule",
    summary: "Change a rule of follow-ups",
    description:
      "Follow-ups that wait are sent by the rule as it is then; where its trigger or time has changed they are skipped (`rule_changed`), and where it is switched off they are cancelled within minutes. A rule that is switched on begins now, unless you send `active_from`.",
    params: IdParams,
    body: ChangeFollowUpRule,
    response: FollowUpRule,
    handler: (ctx, { params, body }) => changeRule(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    ...read,
    method: "post",
    path: "/admin/follow-up-rules/{id}/dry-run",
    operationId: "tryFollowUpRule",
    summary: "See what a rule would send within 7 days",
    description:
      "With the texts, as things stand now; nothing is written or sent. A rule that is off is tried as if it had been on all the time. At most 50; `more` tells that there are others.",
    params: IdParams,
    response: FollowUpDryRun,
    handler: (ctx, { params }) => dryRun(ctx, params.id),
  }),
  endpoint({
    ...write,
    method: "delete",
    path: "/admin/follow-up-rules/{id}",
    operationId: "removeFollowUpRule",
    summary: "Remove a rule of follow-ups",
    description: "What it has planned is cancelled within minutes (`rule_removed`). What it has sent stays.",
    params: IdParams,
    response: FollowUpRule,
    handler: (ctx, { params }) => removeRule(ctx, params.id),
  }),
];
