import { call } from "../api.js";

// Who is signed in to the portal of a business. The refresh token stays in the browser; each works once.

export const business = new URLSearchParams(location.search).get("business") ?? "";
const place = `portal ${business}`;
let access;

export const isKnown = () => localStorage.getItem(place) !== null;

export function keep({ access_token, refresh_token }) {
  access = access_token;
  localStorage.setItem(place, refresh_token);
}

export function forget() {
  access = undefined;
  localStorage.removeItem(place);
}

let renewing;
/** One for all requests that wait for it: each refresh token works once. */
function refresh() {
  renewing ??= renew().finally(() => {
    renewing = undefined;
  });
  return renewing;
}

async function renew() {
  const refresh_token = localStorage.getItem(place) ?? "";
  keep(await call("POST", "/customer/refresh", { body: { business_code: business, refresh_token } }));
}

const bearer = () => ({ authorization: `Bearer ${access}` });

/** As `call`, in the name of the customer; gets a new access token where the last one has ended. */
export async function ask(method, path, body, headers = {}) {
  if (access === undefined) await refresh();
  try {
    return await call(method, path, { body, headers: { ...headers, ...bearer() } });
  } catch (error) {
    if (error.status !== 401) throw error;
    await refresh();
    return await call(method, path, { body, headers: { ...headers, ...bearer() } });
  }
}

/** A file, as an address that this page alone can open. */
export async function fileAt(path) {
  if (access === undefined) await refresh();
  const answer = await fetch(`/api/v1${path}`, { headers: bearer() });
  if (!answer.ok) throw new Error("no file");
  return URL.createObjectURL(await answer.blob());
}
