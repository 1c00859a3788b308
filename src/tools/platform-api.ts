import { PlatformSignedIn } from "#/domains/platform/schemas.ts";
import { type Api, api } from "./api.ts";
import { readConfig } from "./config.ts";
import { ownVars } from "./own-vars.ts";
import { runningServer } from "./ready.mjs";
import { misused } from "./usage.ts";

/** The part of the usage that all tools on the API of the platform share. */
export const WHERE = `Signs in with PLATFORM_EMAIL and PLATFORM_PASSWORD (npm run platform-admin -- add EMAIL creates them). Uses this folder's running server;
with --remote, the deployment at PUBLIC_URL, which is set in the environment as for npm run deploy; or the server at BASE_URL.`;

const { env } = process;

async function serverUrl(remote: boolean): Promise<string> {
  if (env.BASE_URL) return env.BASE_URL.replace(/\/$/, "");
  if (remote) return publicUrl();
  const url = await runningServer();
  if (!url) throw new Error("This folder's server is not running. Run npm start in another terminal first.");
  return url;
}

/** PUBLIC_URL as a deployment takes it, from the environment before wrangler.toml, and never wrangler.toml's example. */
export const publicUrl = (environment: Readonly<Record<string, string | undefined>> = env): string =>
  String(ownVars({ PUBLIC_URL: readConfig().vars.PUBLIC_URL }, environment, ["PUBLIC_URL"]).PUBLIC_URL);

/** A client of the platform's API that is signed in. */
export async function signInToPlatform(usage: string, remote: boolean): Promise<Api> {
  const { PLATFORM_EMAIL: email, PLATFORM_PASSWORD: password } = env;
  if (!email || !password) misused(usage, "PLATFORM_EMAIL and PLATFORM_PASSWORD are not set.");
  const onWait = (seconds: number) => console.log(`Rate limit: waiting ${seconds} s.`);
  const open = api({ baseUrl: await serverUrl(remote), onWait });
  const { access_token } = await open.call("POST /platform/auth/login", PlatformSignedIn, {
    body: { email, password },
  });
  return open.with({ Authorization: `Bearer ${access_token}` });
}
