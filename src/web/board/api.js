const API = "/api/v1";
const KEPT = "truckroll.session";

/** A refusal of the API, with what it says to the reader. */
export class Refused extends Error {
  constructor(status, error) {
    super(error?.message ?? "The server does not answer as expected.");
    this.status = status;
    this.reason = error?.reason ?? "unknown";
  }
}

async function call(method, path, { body, headers = {} } = {}) {
  const response = await fetch(API + path, {
    method,
    headers: { ...headers, ...(body && { "content-type": "application/json" }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const answer = await response.json().catch(() => null);
  if (!response.ok || !answer?.ok) throw new Refused(response.status, answer?.error);
  return answer.data;
}

/** A signed-in user. The access token lives in memory only; the refresh token until the tab is closed. */
function sessionOf(kept, accessToken) {
  const { tenantId, businessName } = kept;
  let { refreshToken } = kept;
  let token = accessToken;
  const tenant = { "x-tenant-id": tenantId };
  const asUser = (method, path, body) =>
    call(method, path, { body, headers: { ...tenant, authorization: `Bearer ${token}` } });

  async function refresh() {
    const body = { refresh_token: refreshToken };
    const fresh = await call("POST", "/auth/refresh", { body, headers: tenant });
    token = fresh.access_token;
    // a business may demand that each refresh token is used once
    refreshToken = fresh.refresh_token ?? refreshToken;
    sessionStorage.setItem(KEPT, JSON.stringify({ ...kept, refreshToken }));
  }

  return {
    businessName,
    /** Calls the API; an access token that has run out is renewed once. */
    async request(method, path, body) {
      if (token) {
        try {
          return await asUser(method, path, body);
        } catch (error) {
          if (error.status !== 401) throw error;
        }
      }
      await refresh();
      return await asUser(method, path, body);
    },
    /** Signs out here, and at the server if it can be reached. */
    end() {
      sessionStorage.removeItem(KEPT);
      if (token) asUser("POST", "/auth/logout").catch(() => undefined);
    },
  };
}

/** A second factor is asked for, or has first to be set up. */
export class SecondFactor extends Error {
  constructor(enrolled) {
    super(
      enrolled
        ? "Enter the code of your authenticator app."
        : "Your business asks for a second factor. Set it up first, then sign in here.",
    );
    this.enrolled = enrolled;
  }
}

/** Signs in by what people know: the business' code, their name and password; and by a code where that is asked for. */
export async function signIn({ code, username, password, otp }) {
  const tenant = await call("GET", `/tenants/resolve/${encodeURIComponent(code.trim())}`);
  const headers = { "x-tenant-id": tenant.tenantId };
  let signedIn = await call("POST", "/auth/login", { body: { username: username.trim(), password }, headers });
  if (signedIn.mfa_challenge_token) {
    if (!signedIn.mfa_required || !otp) throw new SecondFactor(signedIn.mfa_required === true);
    const proof = { challenge_token: signedIn.mfa_challenge_token, code: otp.trim() };
    signedIn = await call("POST", "/auth/mfa-verify", { body: proof, headers });
  }
  const kept = {
    tenantId: tenant.tenantId,
    businessName: tenant.businessName,
    refreshToken: signedIn.refresh_token,
  };
  sessionStorage.setItem(KEPT, JSON.stringify(kept));
  return sessionOf(kept, signedIn.access_token);
}

/** The session of before a reload, if there was one. */
export function keptSession() {
  const kept = sessionStorage.getItem(KEPT);
  return kept ? sessionOf(JSON.parse(kept), null) : null;
}
