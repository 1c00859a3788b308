import { call } from "../api.js";
import { byId, h } from "../dom.js";

const EVERY_MS = 3000;

/** A line in which a developer answers as the customer would: STOP, START, HELP or anything else. */
function answerForm({ tenant, to }) {
  const input = h("input", { name: "body", "aria-label": `Answer as ${to}`, placeholder: "STOP", required: "" });
  const form = h("form", {}, input, h("button", { type: "submit" }, "Answer"));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await call("POST", "/dev/messages", { body: { tenant, from: to, body: input.value } });
      input.value = "";
      byId("state").textContent = `${to} has answered.`;
    } catch (error) {
      byId("state").textContent = error.message;
    }
  });
  return form;
}

const entry = (text) =>
  h(
    "li",
    { id: text.id, class: "panel" },
    h("h2", {}, `${text.business} to ${text.to}`),
    h("p", { class: "muted" }, new Date(text.at).toLocaleString()),
    h("pre", {}, text.body),
    answerForm(text),
  );

function draw(texts) {
  const shown = [...byId("texts").children].map(({ id }) => id).join();
  if (texts.map(({ id }) => id).join() === shown) return;
  byId("state").textContent = "Newest first. No text leaves this machine.";
  byId("texts").replaceChildren(...texts.map(entry));
}

async function show() {
  try {
    const { items } = await call("GET", "/dev/messages");
    if (items.length === 0) byId("state").textContent = "There are no texts yet.";
    draw(items);
  } catch (error) {
    if (error.status === 404) {
      byId("state").textContent = "This server delivers its texts and does not show them here.";
      return;
    }
    byId("state").textContent = "The server cannot be reached.";
  }
  setTimeout(show, EVERY_MS);
}

await show();
