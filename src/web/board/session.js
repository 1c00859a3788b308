import { call } from "../api.js";

const KEPT = "truckroll.session";

/** A signed-in user. The access token is in memory only; the refresh token is stored until the tab is closed. */
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
    // a business may require a new refresh token after each use
    refreshToken = fresh.refresh_token ?? refreshToken;
    sessionStorage.setItem(KEPT, JSON.stringify({ ...kept, refreshToken }));
  }

  return {
    businessName,
    /** Calls the API. Refreshes an expired access token once. */
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
    /** Signs out in this tab, and on the server if possible. */
    end() {
      sessionStorage.removeItem(KEPT);
      if (token) asUser("POST", "/auth/logout").catch(() => undefined);
    },
  };
}

/** The log-in needs the code of a second factor, or the user must set one up first. */
export class SecondFactor extends Error {
  constructor(enrolled) {
    super(
      enrolled
        ? "Enter the code from your authenticator app."
        : "Your business requires a second factor. Set it up first, then sign in here.",
    );
    this.enrolled = enrolled;
  }
}

/** Where this browser keeps the token that shows it to be a device of the user's: wrong passwords of strangers then do not delay their log-in. */
const deviceKey = (tenantId, username) => `truckroll.device ${tenantId} ${username.trim().toLowerCase()}`;

/** Signs in with the business code, user name and password, and with a code if the user has a second factor. */
export async function signIn({ code, username, password, otp }) {
  const tenant = await call("GET", `/tenants/resolve/${encodeURIComponent(code.trim())}`);
  const headers = { "x-tenant-id": tenant.tenantId };
  const device = deviceKey(tenant.tenantId, username);
  const device_token = localStorage.getItem(device) ?? undefined;
  const proof = { username: username.trim(), password, device_token };
  let signedIn = await call("POST", "/auth/login", { body: proof, headers });
  if (signedIn.mfa_challenge_token) {
    if (!signedIn.mfa_required || !otp) throw new SecondFactor(signedIn.mfa_required === true);
    const second = { challenge_token: signedIn.mfa_challenge_token, code: otp.trim() };
    signedIn = await call("POST", "/auth/mfa-verify", { body: second, headers });
  }
  localStorage.setItem(device, signedIn.device_token);
  const kept = {
    tenantId: tenant.tenantId,
    businessName: tenant.businessName,
    refreshToken: signedIn.refresh_token,
  };
  sessionStorage.setItem(KEPT, JSON.stringify(kept));
  return sessionOf(kept, signedIn.access_token);
}

/** The session from before a reload of the page, or null. */
export function keptSession() {
  const kept = sessionStorage.getItem(KEPT);
  return kept ? sessionOf(JSON.parse(kept), null) : null;
}
