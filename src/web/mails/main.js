// What would have gone out by mail. Shown as text only: what a mail says must not run here.

const state = document.getElementById("state");
const list = document.getElementById("mails");
const EVERY_MS = 3000;

function element(name, { text, ...attributes } = {}, children = []) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  made.append(...children);
  return made;
}

/** Text with its addresses as links. */
const linked = (text) =>
  text.split(/(https?:\/\/\S+)/).map((part, i) => (i % 2 === 1 ? element("a", { text: part, href: part }) : part));

const entry = (mail) =>
  element("li", { id: mail.id }, [
    element("h2", { text: mail.subject }),
    element("p", { class: "to", text: `to ${mail.to}, ${new Date(mail.at).toLocaleTimeString()}` }),
    element("pre", {}, linked(mail.text)),
  ]);

async function show() {
  const response = await fetch("/api/v1/dev/mails").catch(() => null);
  if (response?.status === 404) {
    state.textContent = "This service sends its mails and keeps none to be read here.";
    return;
  }
  const answer = response?.ok ? await response.json() : null;
  if (!answer) state.textContent = "The server does not answer.";
  else {
    const { items } = answer.data;
    state.textContent = items.length === 0 ? "No mail yet." : "Newest first. Nothing leaves this machine.";
    const shown = [...list.children].map(({ id }) => id).join();
    if (items.map(({ id }) => id).join() !== shown) list.replaceChildren(...items.map(entry));
  }
  setTimeout(show, EVERY_MS);
}

await show();
