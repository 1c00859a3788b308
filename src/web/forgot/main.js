import { call, messageOf } from "../api.js";
import { byId } from "../dom.js";

// The page that asks for the mailed link to /reset.

function showError(message) {
  byId("error").textContent = message;
  byId("error").hidden = message === "";
}

const explain = (error) => (error.fields?.code ? "There is no business with this code." : messageOf(error));

async function requestLink({ code, name }) {
  const business = await call("GET", `/tenants/resolve/${encodeURIComponent(code.trim())}`);
  const body = name.includes("@") ? { email: name.trim() } : { username: name.trim() };
  return await call("POST", "/auth/password/forgot", { body, headers: { "x-tenant-id": business.tenantId } });
}

byId("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  byId("submit").disabled = true;
  showError("");
  try {
    const { message } = await requestLink(Object.fromEntries(new FormData(event.currentTarget)));
    byId("done-hint").textContent = message;
    byId("form").hidden = true;
    byId("done").hidden = false;
    byId("done").focus();
  } catch (error) {
    showError(explain(error));
  } finally {
    byId("submit").disabled = false;
  }
});

const code = new URLSearchParams(location.search).get("code") ?? "";
byId("code").value = code;
for (const link of document.querySelectorAll(".back")) if (code) link.href = `/board?${new URLSearchParams({ code })}`;
byId(code ? "name" : "code").focus();
