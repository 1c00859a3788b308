import { call } from "../api.js";
import { byId, h } from "../dom.js";

const EVERY_MS = 3000;

/** A text with its URLs as links. */
const linked = (text) =>
  text.split(/(https?:\/\/\S+)/).map((part, i) => (i % 2 === 1 ? h("a", { href: part }, part) : part));

const entry = (mail) =>
  h(
    "li",
    { id: mail.id, class: "panel" },
    h("h2", {}, mail.subject),
    h("p", { class: "muted" }, `To ${mail.to}, ${new Date(mail.at).toLocaleString()}`),
    h("pre", {}, ...linked(mail.text)),
  );

function draw(mails) {
  byId("state").textContent =
    mails.length === 0 ? "There are no mails yet." : "Newest first. No mail leaves this machine.";
  const shown = [...byId("mails").children].map(({ id }) => id).join();
  if (mails.map(({ id }) => id).join() !== shown) byId("mails").replaceChildren(...mails.map(entry));
}

async function show() {
  try {
    const { items } = await call("GET", "/dev/mails");
    draw(items);
  } catch (error) {
    if (error.status === 404) {
      byId("state").textContent = "This server delivers its mails and does not show them here.";
      return;
    }
    byId("state").textContent = "The server cannot be reached.";
  }
  setTimeout(show, EVERY_MS);
}

await show();
