import { randomInt, randomUUID } from "node:crypto";
import { appendFileSync } from "node:fs";
import { expect } from "vitest";
import type { Endpoint } from "#/http/endpoint.ts";
import { ErrorBody, OpenErrorBody } from "#/http/error-body.ts";
import { z } from "#/kernel/fields.ts";
import { costOfRequest, errandsOf } from "./back-door.ts";
import { documentedReasons } from "./document.ts";
import { callerOf, endpointOf, envelopeOf } from "./endpoints.ts";
import { fixtures } from "./fixture.ts";
import { copyTemplate, PASSWORD } from "./template.ts";
import { testWorker } from "./test-worker.ts";

export { PASSWORD };

// biome-ignore lint/suspicious/noExplicitAny: tests read answers of any shape, after these were checked against their schema
export type Json = any;
export type Answer = { status: number; headers: Headers; body: Json; data: Json; error: Json; text: string };
type HeaderMap = Record<string, string>;

/** Trips that an endpoint may make (architecture.md 12); sign-up is a saga and exempt. */
const tripBudget = (method: string, operationId = ""): number =>
  allowedTrips.get(operationId) ?? (method === "GET" ? 1 : 2);
const allowedTrips = new Map(
  Object.values(fixtures).flatMap(({ trips = {} }) =>
    Object.entries(trips).map(([operationId, allowed]) => [operationId, allowed.trips] as const),
  ),
);

const answerSchemas = new Map<Endpoint, z.ZodType>();

/** The schema of an endpoint's answers: a field that the document does not name fails the test. Made once, as each new schema is compiled by its first use. */
function answerSchemaOf(endpoint: Endpoint, response: z.ZodType): z.ZodType {
  const known = answerSchemas.get(endpoint);
  if (known) return known;
  const made = envelopeOf(endpoint, response instanceof z.ZodObject ? response.strict() : response);
  answerSchemas.set(endpoint, made);
  return made;
}

/** Holds an answer of any test to its endpoint's schema and budget. */
export function checkContract(
  method: string,
  path: string,
  answer: Omit<Answer, "data" | "error" | "text">,
  { byApiKey = false, isKeyed = false, trips = tripsTold(answer) } = {},
): void {
  const endpoint = endpointOf(method, path);
  if (answer.status >= 400) {
    const isOpen = /^\/api\/v1\/open(\/|$)/.test(path);
    const shape = isOpen ? OpenErrorBody : ErrorBody;
    expect(shape.safeParse(answer.body).error?.issues, `error body of ${method} ${path}`).toBeUndefined();
    if (endpoint && !isOpen) checkReason(endpoint.operationId, answer);
  } else if (endpoint?.response && answer.status !== 304) {
    const statuses = [endpoint.status, ...(endpoint.wasThere ? [200] : []), ...(endpoint.goesOn ? [202] : [])];
    expect(statuses, `status of ${method} ${path}`).toContain(answer.status);
    expect(
      answerSchemaOf(endpoint, endpoint.response).safeParse(answer.body).error?.issues,
      `answer of ${method} ${path}`,
    ).toBeUndefined();
  }
  if (isForStrangers(endpoint))
    for (const header of ["server-timing", "x-d1-bookmark"])
      expect(answer.headers.get(header), `${header} of ${method} ${path}, told to a stranger`).toBeNull();
  // of two requests with one key, or for one thing, at the same moment, the one that loses reads what the other has made
  const wasThere = endpoint?.wasThere !== undefined && answer.status === 200;
  const lostRace = wasThere || answer.headers.get("idempotent-replayed") === "true" ? 1 : 0;
  const lookUp = byApiKey ? 1 : 0; // once a minute
  const budget = tripBudget(method, endpoint?.operationId);
  // what writes nothing stores its answer under an Idempotency-Key in a trip of its own
  const writesNothing = budget === 1 || String(endpoint?.permission).endsWith(":read");
  const stores = isKeyed && method !== "GET" && writesNothing ? 1 : 0;
  const exempt = endpoint?.operationId.startsWith("register") || (endpoint && callerOf(endpoint) === "platform");
  if (answer.status < 400 && !exempt)
    expect(trips, `D1 trips of ${method} ${path}`).toBeLessThanOrEqual(budget + lostRace + lookUp + stores);
}

/** The document names every reason that an operation may refuse for, under its status. */
function checkReason(operationId: string, { status, body }: Pick<Answer, "status" | "body">): void {
  const { reason } = body.error as { reason: string };
  if (process.env.COLLECT) {
    if (!documentedReasons(operationId, status).includes(reason))
      appendFileSync(process.env.COLLECT, `${JSON.stringify([operationId, status, reason])}\n`);
    return;
  }
  expect(
    documentedReasons(operationId, status),
    `${operationId} refuses with ${status} ${reason}: name the reason in src/tools/openapi-own-reasons.ts, then npm run build`,
  ).toContain(reason);
}

const isForStrangers = (endpoint: ReturnType<typeof endpointOf>): boolean =>
  endpoint !== undefined && callerOf(endpoint) === "everybody";

/** The trips that an answer tells its caller of. */
const tripsTold = ({ headers }: Pick<Answer, "headers">): number =>
  Number(/d1;desc="trips=(\d+)/.exec(headers.get("server-timing") ?? "")?.[1] ?? 0);

export type Api = {
  readonly headers: HeaderMap;
  request: (method: string, path: string, body?: unknown, headers?: HeaderMap) => Promise<Answer>;
  get: (path: string, headers?: HeaderMap) => Promise<Answer>;
  post: (path: string, body?: unknown, headers?: HeaderMap) => Promise<Answer>;
  put: (path: string, body?: unknown, headers?: HeaderMap) => Promise<Answer>;
  patch: (path: string, body?: unknown, headers?: HeaderMap) => Promise<Answer>;
  /** The raw response, for streams; the caller reads or cancels it. */
  open: (path: string, init?: RequestInit) => Promise<Response>;
};

const randomIp = (): string => `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`;

/** A client with fixed headers and an address of its own, so that no test meets another's rate limit. `send` replaces the network. */
export function client(headers: HeaderMap = {}, send: typeof fetch = fetch): Api {
  const fixed: HeaderMap = { "cf-connecting-ip": randomIp(), ...headers };
  const url = (path: string) => `${testWorker().url}/api/v1${path}`;
  const request: Api["request"] = async (method, path, body, more = {}) => {
    const isRaw = typeof body === "string" || body instanceof Uint8Array;
    const payload = body === undefined ? {} : { body: isRaw ? body : JSON.stringify(body) };
    const json: HeaderMap = body === undefined ? {} : { "content-type": "application/json" };
    const response = await send(url(path), {
      method,
      headers: { ...fixed, ...json, ...more },
      ...payload,
      redirect: "manual",
    });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.startsWith("application/json") && text !== "";
    const parsed = (isJson ? JSON.parse(text) : undefined) as Json;
    const answer: Answer = {
      status: response.status,
      headers: response.headers,
      body: parsed,
      data: parsed?.data,
      error: parsed?.error,
      text,
    };
    const byApiKey = fixed.authorization?.startsWith("Bearer trk_") ?? false;
    const { pathname } = new URL(url(path));
    // a stranger is not told, but the Worker of the tests knows
    const isHidden = send === fetch && answer.status < 400 && isForStrangers(endpointOf(method, pathname));
    const cost = isHidden && (await costOfRequest(response.headers.get("x-request-id") ?? ""));
    const isKeyed = Object.keys({ ...fixed, ...more }).some((name) => name.toLowerCase() === "idempotency-key");
    checkContract(method, pathname, answer, { byApiKey, isKeyed, ...(cost && { trips: cost.trips }) });
    return answer;
  };
  return {
    headers: fixed,
    request,
    get: (path, more) => request("GET", path, undefined, more),
    post: (path, body, more) => request("POST", path, body, more),
    put: (path, body, more) => request("PUT", path, body, more),
    patch: (path, body, more) => request("PATCH", path, body, more),
    open: (path, init = {}) => send(url(path), { ...init, headers: { ...fixed, ...(init.headers as HeaderMap) } }),
  };
}

export type Business = {
  api: Api;
  tenantId: string;
  shard: string;
  code: string;
  username: string;
  refreshToken: string;
  accessToken: string;
};

/** A business of this test alone, with its owner signed in: a copy of one that has signed up (template.ts). */
export async function newBusiness(name = `Test ${randomUUID().slice(0, 8)}`): Promise<Business> {
  const copy = await copyTemplate(name);
  return { ...copy, api: client({ authorization: `Bearer ${copy.accessToken}`, "x-tenant-id": copy.tenantId }) };
}

/** Signs a user of the business in. */
export async function signIn(
  business: Pick<Business, "tenantId">,
  username: string,
  password = PASSWORD,
): Promise<Api> {
  const answer = await client({ "x-tenant-id": business.tenantId }).post("/auth/login", { username, password });
  expect(answer.status, answer.text).toBe(200);
  return client({ authorization: `Bearer ${answer.data.access_token}`, "x-tenant-id": business.tenantId });
}

/** A technician; with `login`, their own signed-in client too. */
export async function newTechnician({ api, tenantId }: Business, login = false): Promise<{ id: number; api: Api }> {
  const username = `tech-${randomUUID().slice(0, 8)}`;
  const made = await api.post("/admin/technicians", {
    name: "Mike Johnson",
    pay_type: "hourly",
    base_pay_cents: 2500,
    ...(login && { username, password: PASSWORD }),
  });
  expect(made.status, made.text).toBe(201);
  return { id: made.data.id, api: login ? await signIn({ tenantId }, username) : api };
}

export async function newItem({ api }: Business, listPriceCents = 150_000): Promise<{ id: number }> {
  const made = await api.post("/admin/items", {
    name: "Maintenance",
    sku: `SKU-${randomUUID().slice(0, 8)}`,
    list_price_cents: listPriceCents,
  });
  expect(made.status, made.text).toBe(201);
  return { id: made.data.id };
}

/** Far beyond what anything takes on a busy machine: who waits for so long has waited in vain. */
export const PATIENCE_MS = 90_000;

/** Waits until `check` answers something truthy, and gives that back. Asks less and less often: a business has 200 requests a minute. */
export async function eventually<T>(
  check: () => Promise<T | undefined | false | null>,
  what: string | (() => string),
): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  for (let pauseMs = 20; ; pauseMs = Math.min(pauseMs * 1.2, 500)) {
    const found = await check();
    if (found) return found;
    if (Date.now() > end) throw new Error(`never happened: ${typeof what === "string" ? what : what()}`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** Waits until the Worker has done all that it has begun for a business, alarms that are still to ring included: what has not happened by now does not. */
export async function quiet({ tenantId }: Pick<Business, "tenantId">): Promise<void> {
  let left: string[] = [];
  const isQuiet = async () => {
    left = await errandsOf(tenantId);
    return left.length === 0;
  };
  await eventually(isQuiet, () => `nothing is under way for ${tenantId}; still there: ${left.join("; ")}`);
}

/** Whether an instant is `seconds` after the moment in which the Worker did what the test has waited for. */
export async function timed<T>(
  work: () => Promise<T>,
): Promise<{ result: T; isAfter: (instant: string, seconds: number) => boolean }> {
  const begun = Date.now();
  const result = await work();
  const ended = Date.now();
  return {
    result,
    isAfter: (instant, seconds) => {
      const at = Date.parse(instant) - seconds * 1000;
      return begun <= at && at <= ended;
    },
  };
}
