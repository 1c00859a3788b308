// What the Worker still has to do for a business when it has answered: messages that no consumer has settled yet, those included that wait for
// their time, and work behind an answer. A test that something does not happen waits for the end of it, and not for a number of milliseconds.

/** What goes on for each business, and how often. */
const underWay = new Map<string, Map<string, number>>();
/** Of work that names no business. */
const ANYBODYS = "?";

function add(tenantId: string, what: string, n: 1 | -1): void {
  const those = underWay.get(tenantId) ?? new Map<string, number>();
  const left = (those.get(what) ?? 0) + n;
  if (left === 0) those.delete(what);
  else those.set(what, left);
  underWay.set(tenantId, those);
}

/** What goes on that may be this business'. */
export const errandsOf = (tenantId: string): string[] =>
  [tenantId, ANYBODYS].flatMap((whose) =>
    [...(underWay.get(whose) ?? [])].flatMap(([what, n]) => Array<string>(n).fill(what)),
  );

const tenantOfBody = (body: unknown): string => (body as { tenantId?: string } | null)?.tenantId ?? ANYBODYS;

/** By the header, or by the access token. */
function tenantOfRequest(request: Request): string {
  const named = request.headers.get("x-tenant-id");
  if (named) return named.toLowerCase();
  const [, claims = ""] = request.headers.get("authorization")?.split(".") ?? [];
  try {
    return (JSON.parse(atob(claims.replaceAll("-", "+").replaceAll("_", "/"))) as { tid?: string }).tid ?? ANYBODYS;
  } catch {
    return ANYBODYS;
  }
}

async function noted<T>(tenants: string[], what: string, work: Promise<T>): Promise<T> {
  for (const tenant of tenants) add(tenant, what, 1);
  try {
    return await work;
  } finally {
    for (const tenant of tenants) add(tenant, what, -1);
  }
}

/** Messages of nobody's that wait for their time, by their text: a business does not wait for these. */
const later = new Map<string, number>();

function begun(body: unknown, isLater: boolean): void {
  const text = JSON.stringify(body);
  if (isLater && tenantOfBody(body) === ANYBODYS) later.set(text, (later.get(text) ?? 0) + 1);
  else add(tenantOfBody(body), text, 1);
}
/** Of equal messages, those that do not wait for their time are done with first. */
function settled(body: unknown): void {
  const text = JSON.stringify(body);
  const whose = tenantOfBody(body);
  const waiting = later.get(text) ?? 0;
  if (waiting > 0 && !underWay.get(whose)?.has(text)) later.set(text, waiting - 1);
  else add(whose, text, -1);
}

function watchedQueue(queue: Queue): Pick<Queue, "send" | "sendBatch"> {
  const sending = async <T>(bodies: unknown[], isLater: boolean, send: () => Promise<T>): Promise<T> => {
    for (const body of bodies) begun(body, isLater);
    try {
      return await send();
    } catch (error) {
      for (const body of bodies) settled(body);
      throw error;
    }
  };
  return {
    send: (body, options) => sending([body], Boolean(options?.delaySeconds), () => queue.send(body, options)),
    sendBatch: (messages, options) => {
      const list = [...messages];
      return sending(
        list.map(({ body }) => body),
        false,
        () => queue.sendBatch(list, options),
      );
    },
  };
}

const watchedEnvs = new WeakMap<Cloudflare.Env, Cloudflare.Env>();

/** The same bindings, with queues that count what is put into them. */
export function watched(env: Cloudflare.Env): Cloudflare.Env {
  let same = watchedEnvs.get(env);
  if (!same) {
    const bindings = Object.entries(env).map(([name, binding]) => [
      name,
      (binding as object).constructor?.name === "WorkerQueue" ? watchedQueue(binding as Queue) : binding,
    ]);
    same = Object.fromEntries(bindings) as Cloudflare.Env;
    watchedEnvs.set(env, same);
  }
  return same;
}

function watchedContext(ctx: ExecutionContext, tenants: string[], behind: string): ExecutionContext {
  const waitUntil = (work: Promise<unknown>) => ctx.waitUntil(noted(tenants, `behind ${behind}`, work));
  return { ...ctx, waitUntil, passThroughOnException: () => ctx.passThroughOnException() };
}

export const contextOfRequest = (ctx: ExecutionContext, request: Request) =>
  watchedContext(ctx, [tenantOfRequest(request)], `${request.method} ${new URL(request.url).pathname}`);
export const contextOfBatch = (ctx: ExecutionContext, { messages, queue }: MessageBatch) => {
  const tenants = new Set(messages.map(({ body }) => tenantOfBody(body)));
  return watchedContext(ctx, [...tenants], `a batch of ${queue}`);
};
export const contextOfCron = (ctx: ExecutionContext) => watchedContext(ctx, [ANYBODYS], "a cron");

/** A message is done with when it is acknowledged, and not when it comes back or goes to the dead letters, which are read too. */
export function watchedBatch(batch: MessageBatch): MessageBatch {
  const messages = batch.messages.map((message) => ({
    id: message.id,
    timestamp: message.timestamp,
    body: message.body,
    attempts: message.attempts,
    ack: () => {
      message.ack();
      settled(message.body);
    },
    retry: (options?: QueueRetryOptions) => {
      message.retry(options);
      if (!options?.delaySeconds) return;
      settled(message.body);
      begun(message.body, true);
    },
  }));
  return {
    queue: batch.queue,
    metadata: batch.metadata,
    messages,
    ackAll: () => {
      for (const message of messages) message.ack();
    },
    retryAll: (options) => batch.retryAll(options),
  };
}
