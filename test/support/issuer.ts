import { createHash, randomBytes, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, importJWK, type JWK, type JWTPayload, SignJWT } from "jose";
import { Provider } from "oidc-provider";
import type { ProviderName } from "#/integrations/identity-providers/port.ts";
import { directIssuer } from "./back-door.ts";
import { CLIENT_IDS } from "./relay.ts";
import { testWorker } from "./test-worker.ts";

const [CLIENT_ID = ""] = CLIENT_IDS;
const CALLBACK = "https://app.truckroll.example/callback";

export type Account = { sub: string; email: string; email_verified: boolean; name: string };
export const newAccount = (more: Partial<Account> = {}): Account => {
  const sub = randomUUID();
  return { sub, email: `${sub.slice(0, 8)}@mail.example`, email_verified: true, name: "Gina Googler", ...more };
};

export type Issuer = {
  /** Its issuer, and where it is. */
  url: string;
  /** The key it signs with. */
  key: () => JWK;
  /** How often its keys were fetched. */
  fetches: () => number;
  /** Logs an account in as a browser would (authorization code with PKCE) and answers its id_token. */
  logIn: (account: Account, nonce?: string) => Promise<string>;
  /** Who sits before a browser that comes here. */
  expect: (account: Account) => void;
  /** Any token, signed with its key; what is given replaces what a good token says. */
  sign: (claims: JWTPayload, header?: Record<string, unknown>, key?: JWK) => Promise<string>;
  /** From now on this key alone signs and is published; without one, a new key. */
  rotate: (to?: JWK) => Promise<void>;
  /** Takes the line down, and up again. */
  down: () => Promise<unknown>;
  up: () => Promise<unknown>;
  close: () => Promise<void>;
};

export async function newKey(alg = "RS256"): Promise<JWK> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  return { ...(await exportJWK(privateKey)), alg, use: "sig", kid: randomUUID() };
}

/** A real OpenID provider (npm oidc-provider) at the address where the Worker looks for this one. */
export async function openIssuer(name: ProviderName): Promise<Issuer> {
  const url = testWorker().issuers[name] ?? "";
  const accounts = new Map<string, Account>();
  let key = await newKey();
  let provider = providerAt(url, key, accounts);
  let fetches = 0;
  let atBrowser = "";

  const answer = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    if (req.url === "/jwks") fetches++;
    if (!req.url?.startsWith("/interaction/")) return await provider.callback()(req, res);
    const { params } = await provider.interactionDetails(req, res);
    await provider.interactionFinished(req, res, {
      login: { accountId: params.login_hint ?? atBrowser },
      consent: {}, // a native app is asked for it each time
    });
  };
  const http = createServer((req, res) => {
    answer(req, res).catch((error: unknown) => res.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const up = () => directIssuer(name, (http.address() as AddressInfo).port);
  const down = () => directIssuer(name, null);
  await up();

  return {
    url,
    key: () => key,
    fetches: () => fetches,
    up,
    down,
    logIn: (account, nonce) => {
      accounts.set(account.sub, account);
      return authorize(url, account.sub, nonce);
    },
    expect: (account) => {
      accounts.set(account.sub, account);
      atBrowser = account.sub;
    },
    sign: async (claims, header = {}, by = key) => {
      const now = Math.floor(Date.now() / 1000);
      const good = { iss: url, aud: CLIENT_ID, sub: randomUUID(), iat: now, exp: now + 300, jti: randomUUID() };
      return await new SignJWT({ ...good, ...claims })
        .setProtectedHeader({ alg: by.alg ?? "RS256", kid: by.kid ?? "", ...header })
        .sign(await importJWK(by, by.alg));
    },
    rotate: async (to) => {
      key = to ?? (await newKey());
      provider = providerAt(url, key, accounts);
    },
    close: async () => {
      await down();
      http.close();
      http.closeAllConnections();
    },
  };
}

const providerAt = (url: string, key: JWK, accounts: Map<string, Account>): Provider =>
  new Provider(url, {
    clients: [
      {
        client_id: CLIENT_ID,
        application_type: "native", // a web app would need https
        redirect_uris: [CALLBACK, `${testWorker().url}/board`],
        response_types: ["code", "id_token"],
        grant_types: ["authorization_code", "implicit"],
        token_endpoint_auth_method: "none",
      },
    ],
    jwks: { keys: [key] },
    claims: { openid: ["sub", "uti"], email: ["email", "email_verified"], profile: ["name"] },
    conformIdTokenClaims: false, // as the three do: what a scope gives is in the id_token
    cookies: { keys: ["of the tests"] },
    features: { devInteractions: { enabled: false } },
    findAccount: (_, accountId) => ({ accountId, claims: () => ({ ...accounts.get(accountId), uti: randomUUID() }) }),
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    loadExistingGrant: async ({ oidc }) => {
      const { client, session } = oidc;
      const grant = new oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
    ttl: { Session: 60, Grant: 60, Interaction: 60, AuthorizationCode: 60, IdToken: 300, AccessToken: 60 },
  });

async function authorize(url: string, account: string, nonce: string | undefined): Promise<string> {
  const verifier = randomBytes(32).toString("base64url");
  const query = new URLSearchParams({
    client_id: CLIENT_ID,
    redirect_uri: CALLBACK,
    response_type: "code",
    scope: "openid email profile",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    login_hint: account,
    ...(nonce && { nonce }),
  });
  const code = await follow(`${url}/auth?${query.toString()}`);
  const answer = await fetch(`${url}/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "authorization_code",
      client_id: CLIENT_ID,
      redirect_uri: CALLBACK,
      code,
      code_verifier: verifier,
    }),
  });
  const { id_token } = (await answer.json()) as { id_token?: string };
  if (!id_token) throw new Error("the issuer gave no id_token");
  return id_token;
}

/** What a browser does between "Sign in with ..." and the app's callback; answers the code. */
async function follow(start: string): Promise<string> {
  const cookies = new Map<string, string>();
  let at = start;
  for (let hop = 0; hop < 10; hop++) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(at, { redirect: "manual", headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const body = await response.text();
    const next = response.headers.get("location");
    if (!next) throw new Error(`the issuer answered ${response.status}: ${body}`);
    at = new URL(next, at).href;
    if (at.startsWith(CALLBACK)) return new URL(at).searchParams.get("code") ?? "";
  }
  throw new Error("the issuer redirects without end");
}
