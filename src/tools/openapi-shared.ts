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
  customerAuth: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "`access_token` of a customer's log-in; 15 minutes. Opens `/customer` and nothing else.",
  },
  referralKey: {
    type: "apiKey",
    in: "header",
    name: "X-TradeEngage-Signature",
    description:
      "A referrer's key, which begins with `te_open_`. Platform administrators make it (`POST /platform/referral-keys`). Opens `/open` and nothing else.",
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
const uuid = { ...text, format: "uuid" } as const;

const parameter = (name: string, description: string, schema: object = text) =>
  ({ name, in: "header", description, schema }) as const;
export const requiredParameter = (name: string, description: string, example: string, schema?: object) =>
  ({ ...parameter(name, description, schema), required: true, example }) as const;

// Optional ones carry no example: tools fill those in, and nobody's request means them.
export const parameters = {
  TenantId: parameter(
    "X-Tenant-Id",
    "The business' id. The access token names it too: if both are sent they must agree.",
    uuid,
  ),
  RequiredTenantId: requiredParameter(
    "X-Tenant-Id",
    "The business' id, from `GET /tenants/resolve/{code}`.",
    "0b8f0f0e-6f0b-4a5e-9d8e-2f1c3b5a7d90",
    uuid,
  ),
  IdempotencyKey: parameter(
    "Idempotency-Key",
    "Any text of 1 to 255 visible ASCII characters, best a UUID, made once per intended effect. A repetition within 24 hours gets the first answer, byte for byte, with `Idempotent-Replayed: true`.",
    { ...text, minLength: 1, maxLength: 255 },
  ),
  IfMatch: parameter(
    "If-Match",
    '`ETag` of the version that you read, like `"3"`: 412 when it is no longer the newest.',
  ),
  IfNoneMatch: parameter(
    "If-None-Match",
    '`ETag` of the version that you have, like `"3"`: 304 when it is still the newest.',
  ),
  Bookmark: parameter(
    "X-D1-Bookmark",
    "For reads from the nearest replica. `X-D1-Bookmark` of an earlier answer: at least that new. `any`: however new. A request with this header gets the next bookmark, a write too. Absent: the newest.",
  ),
  LastEventId: parameter(
    "Last-Event-ID",
    "`id` of the last message that you got: what you missed since comes first. Browsers send it by themselves.",
  ),
} as const;

export const requestId = "req_01KAG3M5S0W6P2J8Y4T9QZ7XNB";
const header = (description: string, example: string) => ({ description, schema: text, example });
export const headers = {
  RequestId: header("Names this request in our logs.", requestId),
  ServerTiming: header(
    "What the answer cost: time, database trips, rows.",
    'total;dur=7.1, d1;desc="trips=1 rows_read=4 rows_written=0", control;desc="trips=0"',
  ),
  RateLimitPolicy: header(
    "The limits that this request counts against: `q` requests in `w` seconds (draft-ietf-httpapi-ratelimit-headers-10).",
    '"ip";q=300;w=60, "tenant";q=200;w=60',
  ),
  RateLimit: header(
    "What is left of each: `r` requests, for `t` seconds. Exact for `auth`; for the others as far as the server instance that answers knows, so others may have used more, and 429 may come before 0.",
    '"ip";r=299;t=42, "tenant";r=187;t=42',
  ),
  CacheControl: header("`no-store` where the answer shows a token or a secret.", "private, no-cache"),
  ETag: header("The version, for If-Match and If-None-Match.", '"3"'),
  Bookmark: header(
    "How new this answer is, when the request had a header of this name.",
    "SHARD_01.00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683",
  ),
  IdempotentReplayed: header("`true` when the answer is that of an earlier request with the same key.", "true"),
  RetryAfter: { description: "Seconds to wait.", schema: { type: "integer", minimum: 0 }, example: 60 },
} as const;

export const ref = (kind: "headers" | "parameters" | "responses", name: string) => ({
  $ref: `#/components/${kind}/${name}`,
});

/** Headers that answers of every kind have. */
export const commonHeaders = {
  "X-Request-Id": ref("headers", "RequestId"),
  "RateLimit-Policy": ref("headers", "RateLimitPolicy"),
  RateLimit: ref("headers", "RateLimit"),
  "Cache-Control": ref("headers", "CacheControl"),
};
