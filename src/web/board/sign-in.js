import { call, Refused } from "../api.js";
import { keepSession } from "./session.js";

// The ways to sign in. Each returns a session, or throws `SecondFactor` where the log-in needs a code as well.

/** The log-in needs the code of a second factor: `prove(code)` completes it and returns the session. */
export class SecondFactor extends Error {
  constructor(prove) {
    super("Enter the code from your authenticator app.");
    this.prove = prove;
  }
}

const findBusiness = (code) => call("GET", `/tenants/resolve/${encodeURIComponent(code.trim())}`);

/** Where this browser keeps the token that shows it to be a device of the user's: wrong passwords of strangers then do not delay their log-in. */
const deviceKey = (tenantId, username) => `truckroll.device ${tenantId} ${username.toLowerCase()}`;

function complete(business, signedIn, headers) {
  if (signedIn.mfa_enrollment_required)
    throw new Refused(403, {
      reason: "auth.second_factor_missing",
      message: "Your business requires a second factor. Set it up first, then sign in here.",
    });
  if (!signedIn.mfa_required) {
    const { username } = signedIn.user;
    if (signedIn.device_token) localStorage.setItem(deviceKey(business.tenantId, username), signedIn.device_token);
    return keepSession(business, signedIn);
  }
  throw new SecondFactor(async (code) => {
    const proof = { challenge_token: signedIn.mfa_challenge_token, code: code.trim() };
    return complete(business, await call("POST", "/auth/mfa-verify", { body: proof, headers }), headers);
  });
}

export async function signInByPassword({ code, username, password }) {
  const business = await findBusiness(code);
  const headers = { "x-tenant-id": business.tenantId };
  const name = username.trim();
  const device_token = localStorage.getItem(deviceKey(business.tenantId, name)) ?? undefined;
  const body = { username: name, password, device_token };
  return complete(business, await call("POST", "/auth/login", { body, headers }), headers);
}

/** The identity providers that are set up on this server: `{ provider, name, authorize_url }`. */
export const listProviders = async () => (await call("GET", "/auth/sso/providers")).items;

const BEGUN = "truckroll.sso";
const random = () => Array.from(crypto.getRandomValues(new Uint8Array(24)), (byte) => byte.toString(16)).join("");

/** Leaves this page for the provider, which sends its reader back here with an identity token after the # of the address. */
export function goToProvider({ provider, authorize_url }, code) {
  const begun = { provider, code, state: random(), nonce: random() };
  sessionStorage.setItem(BEGUN, JSON.stringify(begun));
  const url = new URL(authorize_url);
  url.searchParams.set("redirect_uri", location.origin + location.pathname);
  url.searchParams.set("state", begun.state);
  url.searchParams.set("nonce", begun.nonce);
  location.assign(url);
}

/** Completes the sign-in of a reader that a provider has sent back. Returns null for any other reader. */
export async function signInByProvider() {
  const answer = new URLSearchParams(location.hash.slice(1));
  if (!answer.has("state")) return null;
  // the token belongs neither in the address bar nor in the history
  history.replaceState(null, "", location.pathname + location.search);
  const begun = JSON.parse(sessionStorage.getItem(BEGUN) ?? "{}");
  sessionStorage.removeItem(BEGUN);
  const token = answer.get("id_token");
  if (answer.get("state") !== begun.state || !token)
    throw new Refused(401, { reason: "sso.not_completed", message: "The sign-in was not completed. Try again." });
  const business = await findBusiness(begun.code);
  const headers = { "x-tenant-id": business.tenantId };
  const body = { id_token: token, nonce: begun.nonce };
  return complete(business, await call("POST", `/auth/sso/${begun.provider}`, { body, headers }), headers);
}
