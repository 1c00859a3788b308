import { h } from "../dom.js";
import { showKept } from "../kept.js";

/** A text with its URLs as links. */
const linked = (text) =>
  text.split(/(https?:\/\/[^\s<>]+)/).map((part, i) => (i % 2 === 1 ? h("a", { href: part }, part) : part));

await showKept("/dev/mails", "mail", (mail) =>
  h(
    "li",
    { id: mail.id, class: "panel" },
    h("h2", {}, mail.subject),
    h("p", { class: "muted" }, `To ${mail.to}, ${new Date(mail.at).toLocaleString()}`),
    ...Object.entries(mail.headers ?? {}).map(([name, value]) =>
      h("p", { class: "muted header" }, ...linked(`${name}: ${value}`)),
    ),
    h("pre", {}, ...linked(mail.text)),
  ),
);
