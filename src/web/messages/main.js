import { call } from "../api.js";
import { byId, h } from "../dom.js";
import { showKept } from "../kept.js";

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

const written = ({ at, body }) => [h("p", { class: "muted" }, new Date(at).toLocaleString()), h("pre", {}, body)];

await showKept("/dev/messages", "text", (text) =>
  text.direction === "in"
    ? h(
        "li",
        { id: text.id, class: "panel answered" },
        h("h2", {}, h("span", { class: "mark" }, "Answer"), ` ${text.from} to ${text.business}`),
        ...written(text),
      )
    : h(
        "li",
        { id: text.id, class: "panel" },
        h("h2", {}, `${text.business} to ${text.to}`),
        ...written(text),
        answerForm(text),
      ),
);
