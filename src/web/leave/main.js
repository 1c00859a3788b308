import { call, messageOf } from "../api.js";
import { byId } from "../dom.js";

// The page of the link in an offer that ends offers. It waits for a click: programs that look into mails open links too.

const token = location.hash.slice(1);

function show(id) {
  for (const part of ["form", "done", "void"]) byId(part).hidden = part !== id;
  byId(id === "form" ? "submit" : id).focus();
}

byId("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  byId("submit").disabled = true;
  byId("error").hidden = true;
  try {
    const { business_name: name } = await call("POST", "/leave", { body: { token } });
    byId("business").textContent = name;
    show("done");
  } catch (error) {
    if (error.status === 404) return show("void");
    byId("error").textContent = messageOf(error);
    byId("error").hidden = false;
  } finally {
    byId("submit").disabled = false;
  }
});

show(token ? "form" : "void");
