import { app } from "#/app.ts";
import { batch } from "./back-door.ts";
import { costOfRequest, noteCosts } from "./crashable/costs.ts";
import { envOf } from "./deadly.ts";
import { testSecrets, testVars } from "./settings.ts";

// What is decided before anything is read needs no network: the whole app, router and gates included, runs in this process too, on the
// databases of the running Worker.

const settings = { ...testVars, ...testSecrets, RATE_LIMITS: "off", CORS_ORIGINS: "*" };
const execution = {
  waitUntil: (work: Promise<unknown>) => void work.catch(() => undefined),
  passThroughOnException: () => undefined,
  props: {},
} as unknown as ExecutionContext;

noteCosts();

/** What an answer of this process has cost, told to its caller or not. */
export const costHere = ({ headers }: Pick<Response, "headers">) => costOfRequest(headers.get("x-request-id") ?? "");

/** As `fetch`, but answered by the app in this process, with these bindings. */
export const answeredWith =
  (bindings: Cloudflare.Env): typeof fetch =>
  async (input, init) =>
    await app.fetch(new Request(input, init), { ...settings, ...bindings } as Cloudflare.Env, execution);
export const answeredHere = answeredWith(envOf(batch));
