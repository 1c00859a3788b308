import type { Context } from "hono";
import { type Asked, bookmarkOf, type Ctx, type Idempotency } from "#/ctx.ts";
import { storeUnchanged } from "#/db/tenant/commit.ts";
import { Replay } from "#/db/tenant/stored-answers.ts";
import { timesNow } from "#/kernel/clock.ts";
import { hasAlready, readTags } from "#/kernel/conditions.ts";
import { z } from "#/kernel/fields.ts";
import { stringify } from "#/kernel/frozen.ts";
import { parse } from "#/kernel/invalid.ts";
import { unseal } from "#/kernel/seal.ts";
import { fromWire, type Inside, sayingTheSame, toWire } from "#/kernel/wire.ts";
import { readJson } from "./body.ts";
import type { AppEnv } from "./context.ts";
import { type Contexts, type Gate, gates, type Needed } from "./gates.ts";
import { answerPlace, idempotencyOf } from "./idempotency.ts";
import { respond } from "./observe.ts";
import { queryOf } from "./query.ts";
import { limitAuth } from "./rate-limit.ts";
import { readUpload, type Upload, type UploadRule } from "./upload.ts";

export type Method = "get" | "post" | "put" | "patch" | "delete";

/** What an endpoint is: for the router, the OpenAPI document and the generated tests. */
type Description = {
  method: Method;
  /** Full path below /api/v1, parameters in braces. `{id}` and `{x_id}` are numbers, parameters of other names are texts. */
  path: string;
  operationId: string;
  summary: string;
  description?: string;
  /** The gate that callers pass. */
  by: Gate;
  /** What the gates of signed-in callers ask for. */
  permission?: Needed;
  /** Only for a user who signed in within the last ten minutes. */
  fresh?: true;
  /** Counts against the exact limit of the auth endpoints. */
  limit?: "auth";
  /** Counts against a budget of its own instead of the business'. */
  budget?: "positions";
  /** `anyone` may name a business by X-Tenant-Id. */
  mayNameTenant?: true;
  params?: z.ZodType;
  query?: z.ZodType;
  /** Parameters of the query that may come several times; of any other, one value would win unseen. */
  repeatable?: readonly string[];
  body?: z.ZodType;
  /** The body is a file. */
  upload?: UploadRule;
  /** Schema of `data` in the envelope; absent where the answer is not our JSON. */
  response?: z.ZodType;
  status?: 200 | 201 | 202;
  /** Whether nothing was made, since what is asked for was there already: then the status is 200. */
  wasThere?: (result: never) => boolean;
  /** Whether the work goes on in the background: then the status is 202. */
  goesOn?: (result: never) => boolean;
  /** The answer shows a secret this once: under an Idempotency-Key it is stored sealed. */
  showsSecret?: true;
  /** Media type of an answer that is not JSON, with an example. */
  contentType?: string;
  example?: string;
};

/** One mounted endpoint. */
export type Endpoint = Omit<Description, "params" | "query"> & {
  params?: z.ZodObject;
  query: z.ZodObject;
  status: 200 | 201 | 202;
  handle: (c: Context<AppEnv>, params: Record<string, string>) => Promise<Response>;
};

type None = z.ZodUndefined;
type Input<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = {
  params: Inside<z.output<P>>;
  query: Inside<z.output<Q>>;
  body: Inside<z.output<B>>;
};
type WithFile<U> = U extends UploadRule ? { file: Upload } : unknown;
/** Who may call it cannot be left out. */
type Access<G extends Gate> = { by: G } & (G extends "user" | "ticket" | "challenge"
  ? { permission: Needed }
  : { permission?: never });
type Typed<G extends Gate, P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = Omit<
  Description,
  "by" | "permission" | "response" | "upload" | "wasThere" | "goesOn"
> &
  Access<G> & { params?: P; query?: Q; body?: B };

/** Declares an endpoint: its URL, who may call it, what goes in, what comes out, and the function that answers with plain data. */
export function endpoint<
  G extends Gate,
  R extends z.ZodType,
  P extends z.ZodType = None,
  Q extends z.ZodType = None,
  B extends z.ZodType = None,
  U extends UploadRule | undefined = undefined,
>(
  def: Typed<G, P, Q, B> & {
    upload?: U;
    response: R;
    wasThere?: (result: Inside<z.input<R>>) => boolean;
    goesOn?: (result: Inside<z.input<R>>) => boolean;
    handler: (ctx: Contexts[G], input: Input<P, Q, B> & WithFile<U>) => Promise<Inside<z.input<R>>>;
  },
): Endpoint {
  const { handler, ...description } = def;
  const { response, status: usual = 200, wasThere = () => false, goesOn = () => false } = def;
  const isWrite = def.method !== "get" && def.by !== "platform";
  const around = def.by === "referrer" ? {} : { ok: true }; // the TradeEngage document knows no `ok`
  const serialize = (result: unknown) => stringify({ ...around, data: toWire(response, result as Inside<z.input<R>>) });
  const isVersioned = !(response instanceof z.ZodObject) || "version" in response.shape; // a version that is not shown is of something else
  const statusOf = (result: unknown) => {
    const shown = result as Inside<z.input<R>>;
    return wasThere(shown) ? 200 : goesOn(shown) ? 202 : usual;
  };
  return build<G>(description, async (c, context, input) => {
    const { asked } = context;
    if (isWrite) {
      const idempotency = await idempotencyOf(c, input.file?.sha256 ?? input.body, def, (result) => {
        if (asked.idempotency) asked.idempotency.status = statusOf(result);
        return serialize(result);
      });
      Object.assign(asked, { ...(idempotency && { idempotency }), ...conditionsOf(c) });
    }
    try {
      const result = await handler(context, input as Input<P, Q, B> & WithFile<U>);
      const ctx = tenantCtx(context);
      const status = statusOf(result);
      if (ctx) await storeUnchanged(ctx, result);
      const body = asked.idempotency?.stored ?? serialize(result);
      return answer(c, ctx, { body, status, version: isVersioned ? versionOf(result) : undefined });
    } catch (error) {
      if (!(error instanceof Replay)) throw error;
      const body = await plainBody(c, asked.idempotency, def.showsSecret, error.body);
      return answer(c, tenantCtx(context), { body, status: error.status, replayed: true });
    }
  });
}

/** As `endpoint`, for other answers than our JSON: streams, files, pages. */
export function rawEndpoint<
  G extends Gate,
  P extends z.ZodType = None,
  Q extends z.ZodType = None,
  B extends z.ZodType = None,
>(
  def: Typed<G, P, Q, B> & {
    contentType: string;
    example: string;
    handler: (ctx: Contexts[G], input: Input<P, Q, B>, c: Context<AppEnv>) => Promise<Response>;
  },
): Endpoint {
  const { handler, ...description } = def;
  return build<G>(description, async (c, context, input) => {
    const answer = await handler(context, input as Input<P, Q, B>, c);
    return new Response(answer.body, answer); // the headers of an object's answer cannot be changed
  });
}

type Untyped = Input<z.ZodType, z.ZodType, z.ZodType> & { file?: Upload };
type Respond<G extends Gate> = (c: Context<AppEnv>, context: Contexts[G], input: Untyped) => Promise<Response>;

/** Every endpoint is built here: the gate first, then query, path and body, then the answer. */
function build<G extends Gate>(def: Description & { by: G }, respond: Respond<G>): Endpoint {
  const params = def.params as z.ZodObject | undefined; // safe: parameters of paths and queries are objects
  const query = sayingTheSame(((def.query as z.ZodObject | undefined) ?? z.object({})).strict()); // a mistyped filter must not pass as no filter
  const gate: (typeof gates)[G] = gates[def.by];
  const { params: _params, ...description } = def;
  return {
    ...description,
    status: def.status ?? 200,
    ...(params && Object.keys(params.shape).length > 0 && { params }),
    query,
    async handle(c, rawParams) {
      c.set("route", def.path);
      if (def.showsSecret) c.set("showsSecret", true);
      if (def.limit === "auth") await limitAuth(c);
      const context = await gate(c, def);
      const input = {
        query: read("bad_request", query, queryOf(c, def.repeatable)),
        params: params && read("bad_request", params, rawParams),
        ...(def.upload && { file: await readUpload(c, def.upload) }),
        body: def.body && read("invalid", def.body, await readJson(c)),
      };
      setTime(context);
      return await respond(c, context, input as Untyped);
    },
  };
}

const read = (kind: "bad_request" | "invalid", schema: z.ZodType, value: unknown): unknown =>
  fromWire(schema, parse(kind, schema, value));

/**
 * The request's time is when all of it is here: what comes in slowly must not commit with a time that lies behind a mark of `updated_since`
 * that another client got meanwhile.
 */
function setTime(context: Contexts[Gate]): void {
  const times = timesNow();
  Object.assign(context, times);
  const ctx = tenantCtx(context);
  if (ctx) Object.assign(ctx, times);
}

/** The tenant's own context, where the caller is in one. */
function tenantCtx(context: Contexts[Gate]): Ctx | undefined {
  if ("db" in context) return context;
  return "business" in context ? (context.business ?? undefined) : undefined;
}

const plainBody = async (
  c: Context<AppEnv>,
  idempotency: Idempotency | undefined,
  sealed: true | undefined,
  body: string,
): Promise<string> => (sealed && idempotency ? await unseal(c.env, answerPlace(idempotency), body) : body);

const versionOf = (result: unknown): number | undefined => {
  const version = typeof result === "object" && result !== null && "version" in result ? result.version : undefined;
  return typeof version === "number" ? version : undefined;
};

/** What a write must hold to; an action judges it by the row that it changes. */
function conditionsOf(c: Context<AppEnv>): Pick<Asked, "ifMatch" | "ifNoneMatch"> {
  const [ifMatch, ifNoneMatch] = [c.req.header("if-match"), c.req.header("if-none-match")];
  return {
    ...(ifMatch !== undefined && { ifMatch: readTags(ifMatch) }),
    ...(ifNoneMatch !== undefined && { ifNoneMatch: readTags(ifNoneMatch) }),
  };
}

function answer(c: Context<AppEnv>, ctx: Ctx | undefined, { body, status, version, replayed }: Answer): Response {
  // every write moves the bookmark, and a stranger must not see whether there was one
  const bookmark = ctx && c.get("isKnown") && bookmarkOf(ctx);
  const etag = version === undefined ? undefined : `"${version}"`;
  const headers = {
    ...(bookmark && { "x-d1-bookmark": bookmark }),
    ...(etag && { etag }),
    ...(replayed && { "idempotent-replayed": "true" }),
  };
  const isRead = c.req.method === "GET" || c.req.method === "HEAD";
  if (isRead && version !== undefined && hasAlready(c.req.header("if-none-match"), String(version)))
    return respond(c, null, 304, headers);
  return respond(c, body, status, { ...headers, "content-type": "application/json; charset=utf-8" });
}
type Answer = { body: string; status: number; version?: number | undefined; replayed?: true };
