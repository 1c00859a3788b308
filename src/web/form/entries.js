import { h } from "/dom.js";
import { fieldElement } from "./fields.js";
import { boundsOf, isFileType } from "./rules.js";

/**
 * A repeated section: its heading, and the fields of each entry, with buttons to add and remove one. `entries` tells the present ones,
 * `changed(entries, path, redraw)` takes others, and draws them where there are more or fewer. Answers the element, and what is shown in it by the path of each answer.
 */
export function entriesElement(section, fields, { entries, files, changed }) {
  const { key, label, help } = section;
  const { min, max } = boundsOf(section);
  const head = h(
    "div",
    { class: "section", "data-key": key },
    h("h2", {}, label, min > 0 && h("span", { class: "required", title: "required" }, " *")),
    help && h("p", { class: "muted" }, help),
    h("p", { class: "problem", id: `field-${key}-problem`, hidden: true }),
  );
  const list = h("div", { class: "entries" });
  const add = h("button", { type: "button", class: "quiet" }, "Add an entry");
  let shown = new Map();

  const entryElement = (entry, n) => {
    const name = `${label} ${n + 1}`;
    const remove = h("button", { type: "button", class: "quiet" }, `Remove ${name}`);
    remove.addEventListener("click", () => {
      for (const field of fields)
        if (isFileType(field.type)) for (const id of entries()[n][field.key] ?? []) files.remove(id);
      changed(
        entries().filter((_, i) => i !== n),
        key,
        show,
      );
      add.focus();
    });
    const elements = fields.map((field) => {
      const path = `${key}.${n}.${field.key}`;
      const element = fieldElement(
        { ...field, id: path },
        {
          ...{ value: entry[field.key], files },
          changed: (value) => {
            const all = entries().map((one, i) => (i === n ? { ...one, [field.key]: value } : one));
            if (value === undefined) delete all[n][field.key];
            changed(all, path);
          },
        },
      );
      shown.set(path, element);
      return element;
    });
    return h("fieldset", { class: "entry" }, h("legend", {}, name), ...elements, remove);
  };
  const show = () => {
    shown = new Map();
    list.replaceChildren(...entries().map(entryElement));
    add.hidden = entries().length >= max;
  };
  const begin = () =>
    Object.fromEntries(fields.flatMap((field) => (field.default === undefined ? [] : [[field.key, field.default]])));
  add.addEventListener("click", () => {
    changed([...entries(), begin()], key, show);
    list.lastElementChild.querySelector("input, select, textarea, button")?.focus();
  });
  show();
  return { element: h("div", { class: "repeated" }, head, list, add), shown: () => [[key, head], ...shown] };
}
