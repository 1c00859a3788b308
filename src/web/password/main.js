import { call, messageOf } from "../api.js";
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
    // without a user in the response, the business requires a second factor
    doneHint: ({ user }) =>
      user
        ? `Your password is set, ${user.name}. Sign in as ${user.username}.`
        : "Your password is set. Your business requires a second factor. You set it up when you sign in.",
    void: "The link has been used, is more than 7 days old, or is incomplete. Ask your team for a new invitation.",
    send: (token, password) => call("POST", "/auth/invitations/accept", { body: { token, password } }),
  },
};
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
