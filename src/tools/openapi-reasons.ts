import type { RouteConfig } from "@hono/zod-openapi";
import type { Endpoint } from "#/http/endpoint.ts";
import { type ErrorKind, errorKinds } from "#/kernel/errors.ts";
import { ownReasons } from "./openapi-own-reasons.ts";
import { commonHeaders, ref, requestId } from "./openapi-shared.ts";
import { traits } from "./openapi-traits.ts";
import { words } from "./openapi-words.ts";
import { allReasons, type Reason } from "./reasons.ts";

export const meanings: Record<ErrorKind, string> = {
  bad_request: "The path, the query, a header or the JSON itself is malformed.",
  unauthorized: "Who you are was not proved.",
  forbidden: "You are known, and may not do this.",
  not_found: "What the path or the body names does not exist in this business.",
  method_not_allowed: "The path knows other methods.",
  conflict: "It contradicts what is there: a duplicate, or the wrong state.",
  gone: "It was there, and is no longer kept.",
  precondition_failed: "The version is not what If-Match or If-None-Match asks for.",
  too_large: "The body is too large.",
  unsupported_media: "The body is not of a type that this endpoint takes.",
  invalid: "The body is JSON, and a field of it is wrong; or an Idempotency-Key was used for another request.",
  rate_limited: "A rate limit is used up.",
  internal: "Something went wrong on our side.",
  unavailable: "For a moment this cannot be answered. Nothing was done; send the same request again.",
};

/** The reasons that follow from an operation's gate and form. */
function commonReasons(endpoint: Endpoint): string[] {
  const { isTenants, isPlatforms, isReferrers, isCustomers, isKeyed, hasBody, hasFile, isPaged } = traits(endpoint);
  const groups: [boolean, (keyof typeof common)[]][] = [
    [true, ["every"]],
    [isTenants || isPlatforms || isCustomers, ["bearers"]],
    [isCustomers, ["customers"]],
    [isReferrers, ["referrers"]],
    [isTenants, ["tenants"]],
    [
      isTenants ||
        isCustomers ||
        endpoint.by === "tenant" ||
        endpoint.path.startsWith("/customer/") ||
        endpoint.path.startsWith("/auth/"),
      ["tenant"],
    ],
    [endpoint.params !== undefined, ["path"]],
    [endpoint.permission === "self", ["self"]],
    [endpoint.by === "tenant", ["named"]],
    [endpoint.by === "business", ["business"]],
    [endpoint.by === "ticket", ["ticket"]],
    [endpoint.by === "challenge", ["challenge"]],
    [endpoint.fresh === true, ["fresh"]],
    [endpoint.limit === "auth", ["limited"]],
    [hasBody, ["json", "size"]],
    [hasFile, ["file", "size"]],
    [isKeyed, ["keyed"]],
    [(isTenants || isCustomers) && isKeyed, ["conditional"]],
    [isPaged, ["paged"]],
  ];
  return [...new Set(groups.flatMap(([applies, names]) => (applies ? names.flatMap((name) => common[name]) : [])))];
}

const common = {
  every: ["request.invalid", "rate_limit.ip", "internal", "database.unavailable"],
  bearers: ["auth.missing_token", "auth.invalid_token", "rate_limit.caller"],
  referrers: [...["auth.missing_referral_key", "auth.invalid_referral_key", "rate_limit.key", "rate_limit.key_hour"]],
  tenants: [
    ...["auth.session_ended", "auth.token_stale", "auth.invalid_api_key", "auth.address_not_allowed"],
    ...["auth.tenant_mismatch", "auth.permission_missing", "rate_limit.tenant", "rate_limit.session"],
  ],
  customers: ["auth.session_ended", "auth.token_stale", "auth.tenant_mismatch", "rate_limit.session"],
  business: ["auth.business_missing"],
  tenant: ["tenant.suspended", "shard.behind", "tenant.moving"],
  path: ["request.no_such_path"],
  self: ["auth.users_only"],
  named: ["auth.tenant_missing"],
  ticket: ["auth.invalid_ticket"],
  challenge: ["auth.invalid_challenge"],
  fresh: ["auth.reauthentication_required"],
  limited: ["rate_limit.auth"],
  json: ["request.malformed_json", "request.not_json", "request.too_deep"],
  size: ["request.too_large"],
  file: ["request.bad_file_type", "request.empty_file", "request.file_too_large"],
  keyed: ["idempotency.bad_key", "idempotency.key_reused", "idempotency.in_progress"],
  conditional: ["request.bad_if_match", "request.bad_if_none_match"],
  paged: ["request.bad_cursor", "request.page_and_cursor"],
} satisfies Record<string, string[]>;

const nameOf = (kind: ErrorKind): string =>
  kind
    .split("_")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");

/**
 * The error responses of an operation, by status. A status with reasons of the operation's own lists all of them, with one as the example; the
 * others are the shared ones, whose reasons are those of any operation.
 */
export function refusalsOf(endpoint: Endpoint): RouteConfig["responses"] {
  const own = new Set(ownReasons(endpoint.operationId));
  const ofBusiness = (kind: ErrorKind, reasons: readonly Reason[]) =>
    reasons.some(({ reason }) => own.has(reason)) ? refusal(kind, reasons) : ref("responses", nameOf(kind));
  const byKind = Map.groupBy(
    [...commonReasons(endpoint), ...own].flatMap((reason) => kindsOf(reason, endpoint.body !== undefined)),
    ({ kind }) => kind,
  );
  return Object.fromEntries(
    [...byKind]
      .toSorted(([a], [b]) => errorKinds[a].status - errorKinds[b].status)
      .map(([kind, reasons]) => [
        errorKinds[kind].status,
        endpoint.by === "referrer" ? openRefusal(kind, reasons) : ofBusiness(kind, reasons),
      ]),
  );
}

const known = Map.groupBy(allReasons(), ({ reason }) => reason);
function kindsOf(reason: string, hasBody: boolean): Reason[] {
  const found = known.get(reason);
  if (!found) throw new Error(`No code refuses for the reason ${reason}.`);
  // one reason of two kinds: a wrong query, and a wrong body
  return found.filter(({ kind }) => found.length === 1 || kind !== "invalid" || hasBody);
}

/** The same for referrers, in the shape of the TradeEngage document: it has no reasons. */
function openRefusal(kind: ErrorKind, reasons: readonly Reason[]) {
  const { code } = errorKinds[kind];
  const message = reasons.at(-1)?.message;
  const text = { type: "string" as const };
  const fields = {
    type: "object" as const,
    additionalProperties: text,
    description: "What is wrong with each field, by its path.",
  };
  return {
    description: meanings[kind],
    headers: headersOf(kind),
    content: {
      "application/json": {
        schema: {
          type: "object" as const,
          required: ["error"],
          properties: {
            error: {
              type: "object" as const,
              required: ["code", "message", "fields"],
              properties: {
                code: { ...text, enum: [code], description: words["Error.code"] },
                message: { ...text, description: words["Error.message"] },
                fields,
              },
              description: words.error,
            },
          },
        },
        example: { error: { code, message, fields: {} } },
      },
    },
  };
}

const headersOf = (kind: ErrorKind) => ({
  ...commonHeaders,
  ...((kind === "rate_limited" || kind === "unavailable") && { "Retry-After": ref("headers", "RetryAfter") }),
});

function refusal(kind: ErrorKind, reasons: readonly Reason[]) {
  const example = reasons.at(-1); // an operation's own reasons come last
  const { code } = errorKinds[kind];
  const text = { type: "string" as const };
  const error = {
    type: "object" as const,
    required: ["code", "message", "reason", "request_id"],
    properties: {
      code: { ...text, enum: [code], description: words["Error.code"] },
      message: { ...text, description: words["Error.message"] },
      reason: { ...text, enum: reasons.map((one) => one.reason), description: "Why, for programs; stable." },
      fields: {
        type: "object" as const,
        additionalProperties: text,
        description: "What is wrong with each field, by its path.",
      },
      request_id: { ...text, description: words.request_id },
    },
    description: words.error,
  };
  const ok = { type: "boolean" as const, enum: [false], description: words.ok };
  return {
    description: meanings[kind],
    headers: headersOf(kind),
    content: {
      "application/json": {
        schema: {
          type: "object" as const,
          required: ["ok", "error"],
          properties: { ok, error },
        },
        example: {
          ok: false,
          error: { code, message: example?.message, reason: example?.reason, request_id: requestId },
        },
      },
    },
  };
}

/** The responses that operations share: one per status, with the reasons that follow from gates and forms. A 404 is always an operation's own. */
export const responses = Object.fromEntries(
  [
    ...Map.groupBy(
      [...new Set(Object.values(common).flat())].flatMap((reason) => kindsOf(reason, true)),
      ({ kind }) => kind,
    ),
  ]
    .filter(([kind]) => kind !== "not_found")
    .map(([kind, reasons]) => [nameOf(kind), refusal(kind, reasons)]),
);
