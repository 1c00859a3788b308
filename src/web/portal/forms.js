import { h } from "../dom.js";

/** A label with its input. */
export const field = (label, attributes) => h("label", {}, label, h("input", attributes));

export function button(text, work, kind) {
  const made = h("button", { type: "button", class: kind ?? null }, text);
  made.addEventListener("click", work);
  return made;
}

/** A form that hands on what was filled in. */
export function form(attributes, work, ...children) {
  const made = h("form", attributes, ...children);
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = [...new FormData(made)].filter(([, value]) => value.trim() !== "");
    work(Object.fromEntries(given));
  });
  return made;
}

/** What opens below its summary. */
export const details = (summary, ...children) => h("details", {}, h("summary", {}, summary), ...children);

/** A part of the page under its heading; nothing to show says so. */
export const section = (title, items, nothing) =>
  h(
    "section",
    { "aria-label": title },
    h("h2", {}, title),
    items.length > 0
      ? h("ul", {}, ...items.map((item) => h("li", {}, item)))
      : h("p", { class: "panel nothing muted" }, nothing),
  );
