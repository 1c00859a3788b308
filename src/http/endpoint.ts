import type { Context } from "hono";
import { bookmarkOf, type Ctx, type OpenCtx, type PlatformCtx } from "#/ctx.ts";
import { Replay } from "#/db/tenant/load.ts";
import { AppError } from "#/kernel/errors.ts";
import { z } from "#/kernel/fields.ts";
import type { Permission } from "#/kernel/permissions.ts";
import { seal, unseal } from "#/kernel/seal.ts";
import { fromWire, type Inside, toWire } from "#/kernel/wire.ts";
import { admit } from "./admission.ts";
import { readJson } from "./body.ts";
import type { AppEnv } from "./context.ts";
import { invalid } from "./errors.ts";
import { idempotencyOf } from "./idempotency.ts";
import { readUpload, type Upload, type UploadRule } from "./upload.ts";

export type Method = "get" | "post" | "put" | "patch" | "delete";
/** A permission, `self` for any signed-in user of the tenant, `platform` for who runs all of it, or `public`. */
export type Access = Permission | "self" | "platform" | "public";

type None = z.ZodUndefined;
type Input<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = {
  params: Inside<z.output<P>>;
  query: Inside<z.output<Q>>;
  body: Inside<z.output<B>>;
};
type WithFile<U> = U extends UploadRule ? { file: Upload } : unknown;
type CtxFor<A extends Access> = A extends "public" ? OpenCtx : A extends "platform" ? PlatformCtx : Ctx;

type Description<A extends Access, P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = {
  method: Method;
  /** Full path below /api/v1, parameters in braces. */
  path: string;
  operationId: string;
  summary: string;
  description?: string;
  permission: A;
  /** Counts against the exact limit of the auth endpoints. */
  limit?: "auth";
  /** Only for a user who proved who he is within the last ten minutes. */
  fresh?: true;
  /** A public endpoint that answers for the business named by X-Tenant-Id; optional: its body may name it instead. */
  tenantHeader?: "required" | "optional";
  /** Also admits a stream ticket, which its query then names as `ticket`. */
  acceptsTicket?: true;
  /** Also admits a log-in's challenge, which its body then names as `challenge_token`, in place of an access token. */
  acceptsChallenge?: true;
  params?: P;
  query?: Q;
  body?: B;
};

/** One mounted endpoint: what it is (for the router, the OpenAPI document and the generated tests) and how it answers. */
export type Endpoint = {
  method: Method;
  path: string;
  operationId: string;
  summary: string;
  description?: string;
  permission: Access;
  limit?: "auth";
  fresh?: true;
  tenantHeader?: "required" | "optional";
  acceptsTicket?: true;
  acceptsChallenge?: true;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** The body is a file. */
  upload?: UploadRule;
  /** Schema of `data` in the envelope; absent where the answer is no JSON of ours. */
  response?: z.ZodType;
  contentType?: string;
  /** Of an answer that is no JSON. */
  example?: string;
  status: 200 | 201;
  handle: (c: Context<AppEnv>, params: Record<string, string>) => Promise<Response>;
};

/** Declares an endpoint: its URL, who may call it, what goes in, what comes out, and the function that answers with plain data. */
export function endpoint<
  A extends Access,
  R extends z.ZodType,
  P extends z.ZodType = None,
  Q extends z.ZodType = None,
  B extends z.ZodType = None,
  U extends UploadRule | undefined = undefined,
>(
  def: Description<A, P, Q, B> & {
    /** The body is a file. */
    upload?: U;
    response: R;
    status?: 200 | 201;
    /** The answer shows a secret this once: under an Idempotency-Key it is stored sealed. */
    showsSecret?: boolean;
    handler: (ctx: CtxFor<A>, input: Input<P, Q, B> & WithFile<U>) => Promise<Inside<z.input<R>>>;
  },
): Endpoint {
  const { response, status = 200, showsSecret = false, handler, ...rest } = def;
  const serialize = (result: unknown) =>
    JSON.stringify({ ok: true, data: toWire(response, result as Inside<z.input<R>>) });
  return build({ ...rest, status, response }, async (c, input) => {
    const ctx = c.get("ctx");
    if (ctx && def.method !== "get") await prepareWrite(c, ctx, input.file?.sha256 ?? input.body, status, serialize);
    if (ctx && showsSecret) sealStoredAnswer(ctx);
    try {
      const result = await handler(surroundingsOf(c) as CtxFor<A>, input as Input<P, Q, B> & WithFile<U>);
      return answer(c, serialize(result), status, versionOf(result));
    } catch (error) {
      if (!(error instanceof Replay)) throw error;
      c.header("Idempotent-Replayed", "true");
      const body = ctx && showsSecret ? await unseal(c.env, answerPlace(ctx), error.body) : error.body;
      return answer(c, body, error.status, undefined);
    }
  });
}

/** As `endpoint`, for answers that are no JSON of ours: streams, files, pages. */
export function rawEndpoint<
  A extends Access,
  P extends z.ZodType = None,
  Q extends z.ZodType = None,
  B extends z.ZodType = None,
>(
  def: Description<A, P, Q, B> & {
    contentType: string;
    example: string;
    handler: (ctx: CtxFor<A>, input: Input<P, Q, B>, c: Context<AppEnv>) => Promise<Response>;
  },
): Endpoint {
  const { handler, ...rest } = def;
  return build({ ...rest, status: 200 }, async (c, input) => {
    const answer = await handler(surroundingsOf(c) as CtxFor<A>, input as Input<P, Q, B>, c);
    return new Response(answer.body, answer); // what an object answered has headers that cannot be added to
  });
}

type Untyped = Input<z.ZodType, z.ZodType, z.ZodType> & { file?: Upload };
type Declared = Omit<Endpoint, "params" | "query" | "handle"> & { params?: z.ZodType; query?: z.ZodType };

function build(def: Declared, respond: (c: Context<AppEnv>, input: Untyped) => Promise<Response>): Endpoint {
  const params = def.params as z.ZodObject | undefined; // safe: parameters of paths and queries are objects
  const query = ((def.query as z.ZodObject | undefined) ?? z.object({})).strict(); // a mistyped filter must not pass as no filter
  return {
    ...def,
    ...(params && { params }),
    query,
    async handle(c, rawParams) {
      c.set("route", def.path);
      await admit(c, def);
      const input = {
        params: params && parse("bad_request", params, rawParams),
        query: parse("bad_request", query, c.req.query()),
        ...(def.upload && { file: await readUpload(c, def.upload) }),
        body: def.body && parse("invalid", def.body, await readJson(c, def.body.isOptional())),
      };
      return await respond(c, input as Untyped);
    },
  } as Endpoint;
}

/** What the handler gets first, by who was admitted. */
const surroundingsOf = (c: Context<AppEnv>): Ctx | PlatformCtx | OpenCtx =>
  c.get("ctx") ?? c.get("platform") ?? c.get("open");

function parse(kind: "bad_request" | "invalid", schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (!parsed.success) throw invalid(kind, parsed.error.issues);
  return fromWire(schema, parsed.data);
}

async function prepareWrite(
  c: Context<AppEnv>,
  ctx: Ctx,
  body: unknown,
  status: number,
  serialize: (result: unknown) => string,
): Promise<void> {
  const idempotency = await idempotencyOf(c, body, status, serialize);
  if (idempotency) ctx.idempotency = idempotency;
  const ifMatch = c.req.header("if-match");
  if (ifMatch === undefined || ifMatch === "*") return;
  const version = /^(?:W\/)?"(\d{1,15})"$/.exec(ifMatch)?.[1];
  if (!version)
    throw new AppError(
      "precondition_failed",
      "request.bad_if_match",
      'If-Match must be the ETag of an earlier answer, like "3".',
    );
  ctx.ifMatch = Number(version);
}

/** What an answer is sealed for: only the same request of the same business opens it. */
const answerPlace = (ctx: Ctx): string => `idempotency ${ctx.tenant.id} ${ctx.idempotency?.fingerprint ?? ""}`;

function sealStoredAnswer(ctx: Ctx): void {
  if (!ctx.idempotency) return;
  const { serialize } = ctx.idempotency;
  ctx.idempotency.serialize = async (result) => seal(ctx.env, answerPlace(ctx), await serialize(result));
}

const versionOf = (result: unknown): number | undefined => {
  const version = typeof result === "object" && result !== null && "version" in result ? result.version : undefined;
  return typeof version === "number" ? version : undefined;
};

function answer(c: Context<AppEnv>, body: string, status: number, version: number | undefined): Response {
  const ctx = c.get("ctx");
  const bookmark = ctx && bookmarkOf(ctx);
  if (bookmark) c.header("X-D1-Bookmark", bookmark);
  if (version !== undefined) {
    const etag = `"${version}"`;
    c.header("ETag", etag);
    if (c.req.method === "GET" && c.req.header("if-none-match") === etag) return c.body(null, 304);
  }
  c.header("Content-Type", "application/json; charset=utf-8");
  return c.body(body, status as 200);
}
