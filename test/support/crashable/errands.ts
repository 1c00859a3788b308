// What the Worker still has to do for a business when it has answered: messages that no consumer has settled yet, those included that wait for
// their time, and work behind an answer. A test that something does not happen waits for the end of it, and not for a number of milliseconds.

const underWay = new Map<string, number>();
/** Of work that names no business. */
const ANYBODYS = "?";

const add = (tenantId: string, n: 1 | -1): void => {
  underWay.set(tenantId, (underWay.get(tenantId) ?? 0) + n);
};

/** How much goes on that may be this business'. */
export const errandsOf = (tenantId: string): number => (underWay.get(tenantId) ?? 0) + (underWay.get(ANYBODYS) ?? 0);

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

async function noted<T>(tenants: string[], work: Promise<T>): Promise<T> {
  for (const tenant of tenants) add(tenant, 1);
  try {
    return await work;
  } finally {
    for (const tenant of tenants) add(tenant, -1);
  }
}

/** Messages of nobody's that wait for their time, by their text: a business does not wait for these. */
const later = new Map<string, number>();

function begun(body: unknown, isLater: boolean): void {
  const text = JSON.stringify(body);
  if (isLater && tenantOfBody(body) === ANYBODYS) later.set(text, (later.get(text) ?? 0) + 1);
  else add(tenantOfBody(body), 1);
}
function settled(body: unknown): void {
  const text = JSON.stringify(body);
  const waiting = later.get(text) ?? 0;
  if (waiting > 0) later.set(text, waiting - 1);
  else add(tenantOfBody(body), -1);
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

function watchedContext(ctx: ExecutionContext, tenants: string[]): ExecutionContext {
  const waitUntil = (work: Promise<unknown>) => ctx.waitUntil(noted(tenants, work));
  return { ...ctx, waitUntil, passThroughOnException: () => ctx.passThroughOnException() };
}

export const contextOfRequest = (ctx: ExecutionContext, request: Request) =>
  watchedContext(ctx, [tenantOfRequest(request)]);
export const contextOfBatch = (ctx: ExecutionContext, { messages }: MessageBatch) => {
  const tenants = new Set(messages.map(({ body }) => tenantOfBody(body)));
  return watchedContext(ctx, [...tenants]);
};
export const contextOfCron = (ctx: ExecutionContext) => watchedContext(ctx, [ANYBODYS]);

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
    retry: (options?: QueueRetryOptions) => message.retry(options),
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
