import { call } from "../api.js";

const KEPT = "truckroll.session";

/** A signed-in user. The access token is in memory only; the refresh token is stored until the tab is closed. */
function sessionOf(kept, accessToken) {
  const { tenantId, businessName } = kept;
  let { refreshToken } = kept;
  let token = accessToken;
  const tenant = { "x-tenant-id": tenantId };
  const asUser = (method, path, body, headers) =>
    call(method, path, { body, headers: { ...headers, ...tenant, authorization: `Bearer ${token}` } });

  let refreshing = null;
  /** Requests at the same moment share one refresh. */
  function refresh() {
    refreshing ??= renew().finally(() => {
      refreshing = null;
    });
    return refreshing;
  }

  async function renew() {
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
    async request(method, path, body, headers = {}) {
      if (token) {
        try {
          return await asUser(method, path, body, headers);
        } catch (error) {
          if (error.status !== 401) throw error;
        }
      }
      await refresh();
      return await asUser(method, path, body, headers);
    },
    /** Signs out in this tab, and on the server if possible. */
    end() {
      sessionStorage.removeItem(KEPT);
      if (token) asUser("POST", "/auth/logout").catch(() => undefined);
    },
  };
}

/** The session of a user who has just signed in. It is stored, so that it survives a reload of the page. */
export function keepSession({ tenantId, businessName }, signedIn) {
  const kept = { tenantId, businessName, refreshToken: signedIn.refresh_token };
  sessionStorage.setItem(KEPT, JSON.stringify(kept));
  return sessionOf(kept, signedIn.access_token);
}

/** The session from before a reload of the page, or null. */
export function keptSession() {
  const kept = sessionStorage.getItem(KEPT);
  return kept ? sessionOf(JSON.parse(kept), null) : null;
}
