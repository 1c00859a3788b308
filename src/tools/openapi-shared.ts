import { type ErrorKind, errorKinds, type FieldErrors } from "#/kernel/errors.ts";

// Components that most operations refer to.

export const securitySchemes = {
  bearerAuth: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description:
      "`access_token` of a log-in, a registration or a refresh; 15 minutes. Machines send an API key in its place (`POST /admin/api-keys`), but not where a signed-in user is asked for.",
  },
  platformAuth: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "`access_token` of a platform administrator's log-in; 15 minutes. Opens `/platform` and nothing else.",
  },
  streamTicket: {
    type: "apiKey",
    in: "query",
    name: "ticket",
    description:
      "For browsers, whose EventSource cannot send headers: a ticket of `POST /admin/dispatch/stream-ticket`.",
  },
} as const;

const text = { type: "string" } as const;
const uuid = "0b8f0f0e-6f0b-4a5e-9d8e-2f1c3b5a7d90";

// Optional ones carry no example: tools fill those in, and nobody's request means them.
export const parameters = {
  TenantId: {
    name: "X-Tenant-Id",
    in: "header",
    description: "The business' id. The access token names it too: if both are sent they must agree.",
    schema: { ...text, format: "uuid" },
  },
  RequiredTenantId: {
    name: "X-Tenant-Id",
    in: "header",
    required: true,
    description: "The business' id, from `GET /tenants/resolve/{code}`.",
    schema: { ...text, format: "uuid" },
    example: uuid,
  },
  IdempotencyKey: {
    name: "Idempotency-Key",
    in: "header",
    description:
      "Any text of 1 to 255 visible ASCII characters, best a UUID, made once per intended effect. A repetition within 24 hours gets the first answer, byte for byte, with `Idempotent-Replayed: true`.",
    schema: { ...text, minLength: 1, maxLength: 255 },
  },
  IfMatch: {
    name: "If-Match",
    in: "header",
    description: '`ETag` of the version that you read, like `"3"`: 412 when it is no longer the newest.',
    schema: text,
  },
  IfNoneMatch: {
    name: "If-None-Match",
    in: "header",
    description: '`ETag` of the version that you have, like `"3"`: 304 when it is still the newest.',
    schema: text,
  },
  Bookmark: {
    name: "X-D1-Bookmark",
    in: "header",
    description:
      "`X-D1-Bookmark` of an earlier answer: at least that new, from the nearest replica. `any`: the nearest replica. Absent: the newest.",
    schema: text,
  },
  LastEventId: {
    name: "Last-Event-ID",
    in: "header",
    description:
      "`id` of the last message that you got: what you missed since comes first. Browsers send it by themselves.",
    schema: text,
  },
} as const;

const header = (description: string, example: string, schema: { type: "string" | "integer" } = text) => ({
  description,
  schema,
  example,
});
export const headers = {
  RequestId: header("Names this request in our logs.", "req_01KAG3M5S0W6P2J8Y4T9QZ7XNB"),
  ServerTiming: header(
    "What the answer cost: time, database trips, rows.",
    'total;dur=7.1, d1;desc="trips=1 rows_read=4 rows_written=0", control;desc="trips=0"',
  ),
  ETag: header("The version, for If-Match and If-None-Match.", '"3"'),
  Bookmark: header(
    "How new this answer is; see the request header of this name.",
    "SHARD_01.00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683",
  ),
  IdempotentReplayed: header("`true` when the answer is that of an earlier request with the same key.", "true"),
  RetryAfter: { description: "Seconds to wait.", schema: { type: "integer", minimum: 0 }, example: 60 },
} as const;

export const ref = (kind: "headers" | "parameters" | "responses", name: string) => ({
  $ref: `#/components/${kind}/${name}`,
});

type Refusal = { kind: ErrorKind; description: string; reason: string; message: string; fields?: FieldErrors };

/** One component per status; the example is a refusal that the code really makes. */
const refusals: Record<string, Refusal> = {
  BadRequest: {
    kind: "bad_request",
    description: "The path, the query, a header or the JSON itself is malformed.",
    reason: "request.malformed_json",
    message: "The body is not valid JSON.",
  },
  Unauthorized: {
    kind: "unauthorized",
    description: "Who you are was not proved.",
    reason: "auth.invalid_token",
    message: "The access token is invalid or has expired. Refresh it or sign in again.",
  },
  Forbidden: {
    kind: "forbidden",
    description: "You are known, and may not do this.",
    reason: "auth.permission_missing",
    message: "This needs the permission sales:write, which none of your roles has.",
  },
  NotFound: {
    kind: "not_found",
    description: "What the path or the body names does not exist in this business.",
    reason: "technician.not_found",
    message: "There is no technician 7.",
    fields: { technician_id: "no technician has this id" },
  },
  Conflict: {
    kind: "conflict",
    description: "It contradicts what is there: a duplicate, or the wrong state.",
    reason: "item.sku_taken",
    message: "Another item has the SKU TUNE. Choose another.",
    fields: { sku: "is taken" },
  },
  PreconditionFailed: {
    kind: "precondition_failed",
    description: "It has changed since the version that If-Match names.",
    reason: "technician.version_mismatch",
    message: "The technician 1 is no longer at the version that If-Match names. Read it again.",
  },
  PayloadTooLarge: {
    kind: "too_large",
    description: "The body is larger than 1 MiB.",
    reason: "request.too_large",
    message: "The body is larger than 1 MiB. Split the request.",
  },
  UnsupportedMediaType: {
    kind: "unsupported_media",
    description: "The body is not declared as JSON.",
    reason: "request.not_json",
    message: "Send the body as Content-Type: application/json (UTF-8).",
  },
  ValidationError: {
    kind: "invalid",
    description: "The body is JSON, and a field of it is wrong; or an Idempotency-Key was used for another request.",
    reason: "request.invalid",
    message: "sale_price_cents: must be an integer number of cents",
    fields: { sale_price_cents: "must be an integer number of cents" },
  },
  TooManyRequests: {
    kind: "rate_limited",
    description: "A rate limit is used up.",
    reason: "rate_limit.tenant",
    message: "Too many requests from this business. Wait for Retry-After seconds.",
  },
  InternalError: {
    kind: "internal",
    description: "Something went wrong on our side.",
    reason: "internal",
    message: "Something went wrong on our side. The request id helps us to find it.",
  },
  Unavailable: {
    kind: "unavailable",
    description: "For a moment this cannot be answered. Nothing was done; send the same request again.",
    reason: "database.unavailable",
    message: "The database does not answer. Nothing was lost; send the same request again.",
  },
};

const waits = new Set<ErrorKind>(["rate_limited", "unavailable"]);

function refusalResponse({ kind, description, ...refusal }: Refusal) {
  const { code } = errorKinds[kind];
  const error = { code, ...refusal, request_id: "req_01KAG3M5S0W6P2J8Y4T9QZ7XNB" };
  return {
    description,
    headers: {
      "X-Request-Id": ref("headers", "RequestId"),
      ...(waits.has(kind) && { "Retry-After": ref("headers", "RetryAfter") }),
    },
    content: {
      "application/json": { schema: { $ref: "#/components/schemas/Error" }, example: { ok: false, error } },
    },
  };
}

export const responses = Object.fromEntries(
  Object.entries(refusals).map(([name, refusal]) => [name, refusalResponse(refusal)]),
);

const nameByStatus = new Map(Object.entries(refusals).map(([name, { kind }]) => [errorKinds[kind].status, name]));

/** The error responses of an operation, by their statuses. */
export const refusalsOf = (statuses: readonly (typeof errorKinds)[ErrorKind]["status"][]) =>
  Object.fromEntries(
    statuses.map((status) => {
      const name = nameByStatus.get(status);
      if (!name) throw new Error(`No response is described for status ${status}.`);
      return [String(status), ref("responses", name)];
    }),
  );
