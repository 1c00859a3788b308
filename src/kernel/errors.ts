/** HTTP status and wire code of each kind of error (../shared/spec: Common Error Codes; additions in architecture.md 8). */
export const errorKinds = {
  bad_request: { status: 400, code: "BAD_REQUEST" },
  unauthorized: { status: 401, code: "UNAUTHORIZED" },
  forbidden: { status: 403, code: "FORBIDDEN" },
  not_found: { status: 404, code: "NOT_FOUND" },
  method_not_allowed: { status: 405, code: "METHOD_NOT_ALLOWED" },
  conflict: { status: 409, code: "CONFLICT" },
  gone: { status: 410, code: "GONE" },
  precondition_failed: { status: 412, code: "PRECONDITION_FAILED" },
  too_large: { status: 413, code: "PAYLOAD_TOO_LARGE" },
  unsupported_media: { status: 415, code: "UNSUPPORTED_MEDIA_TYPE" },
  invalid: { status: 422, code: "VALIDATION_ERROR" },
  rate_limited: { status: 429, code: "TOO_MANY_REQUESTS" },
  internal: { status: 500, code: "INTERNAL_ERROR" },
  unavailable: { status: 503, code: "UNAVAILABLE" },
} as const;
export type ErrorKind = keyof typeof errorKinds;

/** Field path, as on the wire -> what is wrong with the field. */
export type FieldErrors = Record<string, string>;

export type ErrorDetails = {
  fields?: FieldErrors;
  /** Seconds after which the same request may succeed; sent as Retry-After. */
  retryAfter?: number;
  headers?: Record<string, string>;
  cause?: unknown;
};

/**
 * The only error that domains throw. `reason` is public and stable (`domain.reason`). `message` is safe to show and tells the
 * client what to do.
 */
export class AppError extends Error {
  readonly kind: ErrorKind;
  readonly reason: string;
  readonly fields: FieldErrors | undefined;
  readonly retryAfter: number | undefined;
  readonly headers: Record<string, string> | undefined;

  constructor(kind: ErrorKind, reason: string, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "AppError";
    this.kind = kind;
    this.reason = reason;
    this.fields = details.fields;
    this.retryAfter = details.retryAfter;
    this.headers = details.headers;
  }
}

/** The tenant has no such entity. `field` names the body or query field that held the id; omit it if the id came from the path. */
export const notFound = (entity: string, id: string | number, field?: string) =>
  new AppError("not_found", `${entity}.not_found`, `There is no ${entity.replaceAll("_", " ")} ${id}.`, {
    ...(field && { fields: { [field]: `no ${entity.replaceAll("_", " ")} has this id` } }),
  });

export const unreadableCondition = (header: "If-Match" | "If-None-Match") =>
  new AppError(
    "precondition_failed",
    header === "If-Match" ? "request.bad_if_match" : "request.bad_if_none_match",
    `${header} must be \`*\` or ETags of earlier answers, like "3" or "3", "4".`,
  );

/** Another request changed the row between our read and our write. 412 if the client sent a condition (`asked`), otherwise 409. */
export const changedMeanwhile = (entity: string, id: string | number, asked: boolean) =>
  asked
    ? new AppError(
        "precondition_failed",
        `${entity}.version_mismatch`,
        `The version of the ${entity.replaceAll("_", " ")} ${id} is not what If-Match or If-None-Match asks for. Read it again.`,
      )
    : new AppError(
        "conflict",
        `${entity}.changed_meanwhile`,
        `Another request changed the ${entity.replaceAll("_", " ")} ${id} at the same time. Read it again and retry.`,
      );
