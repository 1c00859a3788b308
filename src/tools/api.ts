import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { SignedIn } from "#/domains/identity/schemas.ts";

export type Headers = Record<string, string>;
export type Reply = { status: number; headers: globalThis.Headers; text: string };
type Request = { body?: unknown; headers?: Headers };

export type Api = {
  /** Sends a request such as `POST /sales`. Returns every response, errors included, except 429. */
  send: (request: string, options?: Request) => Promise<Reply>;
  /** Sends a request and returns `data` of the response. Throws unless the request succeeds and `data` matches the schema. */
  call: <S extends z.ZodType>(request: string, as: S, options?: Request) => Promise<z.output<S>>;
  /** The same API with additional headers. */
  with: (headers: Headers) => Api;
  /** URL and headers that this client would send for a path. For streams. */
  target: (path: string) => { url: string; headers: Headers };
};

type Settings = {
  baseUrl: string;
  headers?: Headers;
  /** Called before each wait for a rate limit. */
  onWait?: (seconds: number) => void;
  /** Called with every response. */
  inspect?: (method: string, path: string, reply: Reply) => void;
};

/** A client of the API: sends and receives JSON, and after a 429 waits and sends the request again. */
export function api(settings: Settings): Api {
  const { baseUrl, headers = {}, onWait, inspect } = settings;
  const target = (path: string) => ({ url: `${baseUrl}/api/v1${path}`, headers });

  const send: Api["send"] = async (request, options = {}) => {
    const [method = "", path = ""] = request.split(" ");
    for (;;) {
      const response = await fetch(target(path).url, {
        method,
        headers: {
          ...headers,
          ...(options.body !== undefined && { "Content-Type": "application/json" }),
          ...options.headers,
        },
        ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
      });
      const reply = { status: response.status, headers: response.headers, text: await response.text() };
      inspect?.(method, path, reply);
      if (reply.status !== 429) return reply;
      const seconds = Number(reply.headers.get("retry-after") ?? 1);
      onWait?.(seconds);
      await pause(seconds * 1000 + 100);
    }
  };

  return { send, call: callBy(send), target, with: (more) => api({ ...settings, headers: { ...headers, ...more } }) };
}

const callBy =
  (send: Api["send"]): Api["call"] =>
  async (request, as, options) => {
    const reply = await send(request, options);
    if (reply.status >= 300) throw new Error(`${request} was refused: ${reply.status} ${reply.text}`);
    return dataOf(request, reply, as);
  };

/** `data` of a successful response. Throws unless it matches the schema. */
export function dataOf<S extends z.ZodType>(request: string, reply: Reply, as: S): z.output<S> {
  const { data } = z.object({ ok: z.literal(true), data: z.unknown() }).parse(JSON.parse(reply.text));
  const parsed = as.safeParse(data);
  if (!parsed.success)
    throw new Error(`The response to ${request} does not match the documentation:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** Signs in to a business. Returns the user's client. */
export async function signIn(business: Api, username: string, password: string): Promise<Api> {
  const { access_token } = await business.call("POST /auth/login", SignedIn, { body: { username, password } });
  return business.with({ Authorization: `Bearer ${access_token}` });
}

/** What a user sends, who signs in with the first request, and again when a token has ended. */
export function signedIn(business: Api, username: string, password: string): Pick<Api, "send" | "call"> {
  let user: Api | undefined;
  const send: Api["send"] = async (request, options) => {
    const reply = await user?.send(request, options);
    if (reply && reply.status !== 401) return reply;
    user = await signIn(business, username, password);
    return await user.send(request, options);
  };
  return { send, call: callBy(send) };
}
