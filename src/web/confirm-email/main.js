import { call, messageOf } from "../api.js";
import { byId } from "../dom.js";

// The page of the mailed link that confirms an e-mail address. It waits for a click: programs that look into mails open links too.

// The browser does not send the part after # to the server. Remove it from the address bar and the history as well.
const token = location.hash.slice(1);
history.replaceState(null, "", location.pathname);

function show(id) {
  for (const part of ["form", "done", "void"]) byId(part).hidden = part !== id;
  byId(id === "form" ? "submit" : id).focus();
}

byId("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  byId("submit").disabled = true;
  byId("error").hidden = true;
  try {
    await call("POST", "/auth/email/confirm", { body: { token } });
    show("done");
  } catch (error) {
    if (error.reason === "auth.invalid_link") return show("void");
    byId("error").textContent = messageOf(error);
    byId("error").hidden = false;
  } finally {
    byId("submit").disabled = false;
  }
});

show(token.startsWith("lnk_") ? "form" : "void");
