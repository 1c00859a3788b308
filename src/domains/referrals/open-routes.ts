import { endpoint } from "#/http/endpoint.ts";
import { cancelReferral } from "./actions/cancel-referral.ts";
import { setReferralWebhook } from "./actions/set-webhook.ts";
import { takeReferral } from "./actions/take-referral.ts";
import { testReferralWebhook } from "./actions/test-webhook.ts";
import { getJob, listJobs } from "./job-repo.ts";
import {
  CancelOpenJob,
  CreateOpenJob,
  OpenJobDetails,
  OpenJobPage,
  OpenJobParams,
  OpenJobQuery,
  OpenJobReceipt,
} from "./open-schemas.ts";
import { presentDetails, presentJob } from "./present.ts";
import { getWebhook, removeWebhook } from "./webhook-repo.ts";
import {
  NewOpenWebhook,
  OpenWebhook,
  RemovedOpenWebhook,
  SetOpenWebhook,
  TestedOpenWebhook,
} from "./webhook-schemas.ts";

export const routes = [
  endpoint({
    method: "post",
    path: "/open/jobs",
    operationId: "createOpenJob",
    summary: "Refer a job to the network",
    description:
      "As in the TradeEngage document. Needs `summary` or `call_center.call.transcript`. A request with the `idempotency_key` of an earlier one gets that one's answer, whatever else it says, for good; the header Idempotency-Key does the same for a body without one, and refuses another body. Without a key, or with a new one, a job for the phone of one of the last 30 days that was not cancelled is added to that one: `duplicate` is true.",
    by: "referrer",
    body: CreateOpenJob,
    response: OpenJobReceipt,
    status: 201,
    handler: (ctx, { body }) => takeReferral(ctx, body),
  }),
  endpoint({
    method: "get",
    path: "/open/jobs",
    operationId: "listOpenJobs",
    summary: "List the jobs of your key",
    by: "referrer",
    query: OpenJobQuery,
    response: OpenJobPage,
    handler: async (ctx, { query }) => {
      const page = await listJobs(ctx, query);
      return { ...page, items: page.items.map(presentJob) };
    },
  }),
  endpoint({
    method: "get",
    path: "/open/jobs/{job}",
    operationId: "getOpenJob",
    summary: "Get a job, with every status that it has had",
    by: "referrer",
    params: OpenJobParams,
    response: OpenJobDetails,
    handler: async (ctx, { params }) => presentDetails(await getJob(ctx, params.job)),
  }),
  endpoint({
    method: "post",
    path: "/open/jobs/{job}/cancel",
    operationId: "cancelOpenJob",
    summary: "Cancel a job",
    description:
      "For a homeowner who no longer wants it: offers are withdrawn, and the provider who has it is told. Possible until the work is done. Of a job that was added to another one, that one is cancelled. Safe to repeat.",
    by: "referrer",
    params: OpenJobParams,
    body: CancelOpenJob,
    response: OpenJobDetails,
    handler: async (ctx, { params, body }) => presentDetails(await cancelReferral(ctx, params.job, body)),
  }),
  endpoint({
    method: "put",
    path: "/open/webhook",
    operationId: "setOpenWebhook",
    summary: "Set where changes of your jobs are sent",
    description:
      'One POST `{ type: "referral.status_changed", timestamp, data: { public_id, status, source, sequence, reason, sector, external_ids } }` for each change, signed by Standard Webhooks, those of one job in order, repeated for three days until it is answered with 2xx. Another address keeps the secret; a new one comes with a new webhook, after DELETE.',
    by: "referrer",
    body: SetOpenWebhook,
    response: NewOpenWebhook,
    showsSecret: true,
    handler: (ctx, { body }) => setReferralWebhook(ctx, body),
  }),
  endpoint({
    method: "get",
    path: "/open/webhook",
    operationId: "getOpenWebhook",
    summary: "Get your webhook",
    by: "referrer",
    response: OpenWebhook,
    handler: (ctx) => getWebhook(ctx),
  }),
  endpoint({
    method: "delete",
    path: "/open/webhook",
    operationId: "removeOpenWebhook",
    summary: "Remove your webhook",
    description: "What was still to be sent is dropped.",
    by: "referrer",
    response: RemovedOpenWebhook,
    handler: async (ctx) => {
      await removeWebhook(ctx);
      return { removed: true as const };
    },
  }),
  endpoint({
    method: "post",
    path: "/open/webhook/test",
    operationId: "testOpenWebhook",
    summary: "Send a test to your webhook",
    description: "One POST of the type `referral.test`, signed as all others; tells what came back.",
    by: "referrer",
    response: TestedOpenWebhook,
    handler: (ctx) => testReferralWebhook(ctx),
  }),
];
