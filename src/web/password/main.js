import { call, messageOf } from "../api.js";
import { keepSession } from "../board/session.js";
import { byId } from "../dom.js";

// One page for the two mailed links that set a password. The file _redirects serves it at both paths.

const pages = {
  "/reset": {
    title: "New password",
    heading: "Choose a new password",
    button: "Set password",
    done: "Your password is set",
    doneHint: () => "You are signed out on all devices. Sign in with the new password.",
    void: "The link has been used, is more than an hour old, or is incomplete. Request a new link.",
    send: (token, password) => call("POST", "/auth/password/reset", { body: { token, new_password: password } }),
  },
  "/accept-invitation": {
    title: "Invitation",
    heading: "Join your team",
    button: "Join",
    done: "Welcome",
    doneHint: ({ user, business }) => {
      if (!user)
        return "Your password is set. Your business requires a second factor: you set it up when you sign in. The invitation email has your business code and user name.";
      if (!business)
        return `Your password is set. Sign in as ${user.username}; the invitation email has your business code.`;
      return `You are signed in to ${business.business_name}, ${user.name}. To sign in later you need the business code ${business.business_code} and your user name ${user.username}.`;
    },
    void: "The link has been used, is more than 7 days old, or is incomplete. Ask your team for a new invitation.",
    send: async (token, password) => {
      const signedIn = await call("POST", "/auth/invitations/accept", { body: { token, password } });
      return signedIn.user ? { ...signedIn, business: await enter(signedIn) } : signedIn;
    },
  },
};
/** Signs this tab in. The invitation is used by now: what fails from here on must not look like a bad link. */
async function enter(signedIn) {
  const headers = { authorization: `Bearer ${signedIn.access_token}` };
  const me = await call("GET", "/auth/me", { headers }).catch(() => null);
  if (me) keepSession({ tenantId: me.tenant_id, businessName: me.business_name }, signedIn);
  return me;
}

const page = pages[location.pathname] ?? pages["/reset"];

// The browser does not send the part after # to the server. Remove it from the address bar and the history as well.
const token = location.hash.slice(1);
history.replaceState(null, "", location.pathname);

function show(id) {
  for (const part of ["form", "done", "void"]) byId(part).hidden = part !== id;
  byId(id === "form" ? "password" : id).focus();
}

function showError(message) {
  byId("error").textContent = message;
  byId("error").hidden = message === "";
}

function explain(error) {
  const [problem] = Object.values(error.fields ?? {});
  return problem ? `The password ${problem}.` : messageOf(error);
}

byId("show").addEventListener("change", (event) => {
  byId("password").type = event.target.checked ? "text" : "password";
});

byId("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = byId("submit");
  button.disabled = true;
  showError("");
  try {
    byId("done-hint").textContent = page.doneHint(await page.send(token, byId("password").value));
    show("done");
  } catch (error) {
    if (error.reason === "auth.invalid_link") return show("void");
    showError(explain(error));
    byId("password").focus();
  } finally {
    button.disabled = false;
  }
});

document.title = `${page.title} · Truckroll`;
byId("title").textContent = page.heading;
byId("submit").textContent = page.button;
byId("done-title").textContent = page.done;
byId("void-hint").textContent = page.void;
show(token.startsWith("lnk_") ? "form" : "void");
