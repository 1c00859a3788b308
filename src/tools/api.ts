import { z } from "zod";
import { pause } from "./dev-server.ts";

export type Headers = Record<string, string>;
export type Reply = { status: number; headers: globalThis.Headers; text: string };
type Request = { body?: unknown; headers?: Headers };

export type Api = {
  /** Sends `POST /sales` and the like; whatever the answer is. */
  send: (request: string, options?: Request) => Promise<Reply>;
  /** Sends it, expects success, and gives back `data` after it was held to the schema. */
  call: <S extends z.ZodType>(request: string, as: S, options?: Request) => Promise<z.output<S>>;
  /** The same API with further headers. */
  with: (headers: Headers) => Api;
  /** Path and headers as this client would send them, for streams. */
  target: (path: string) => { url: string; headers: Headers };
};

type Settings = {
  baseUrl: string;
  headers?: Headers;
  /** Told when a rate limit makes us wait. */
  onWait?: (seconds: number) => void;
  /** Sees every answer. */
  inspect?: (method: string, path: string, reply: Reply) => void;
};

/** A client of the API as a customer would write one: JSON in and out, patient at 429. */
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

  const call: Api["call"] = async (request, as, options) => {
    const reply = await send(request, options);
    if (reply.status >= 300) throw new Error(`${request} was refused: ${reply.status} ${reply.text}`);
    return dataOf(request, reply, as);
  };
  return { send, call, target, with: (more) => api({ ...settings, headers: { ...headers, ...more } }) };
}

/** `data` of a successful answer, held to its schema. */
export function dataOf<S extends z.ZodType>(request: string, reply: Reply, as: S): z.output<S> {
  const { data } = z.object({ ok: z.literal(true), data: z.unknown() }).parse(JSON.parse(reply.text));
  const parsed = as.safeParse(data);
  if (!parsed.success)
    throw new Error(`${request} answered another shape than documented:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
