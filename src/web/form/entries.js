import { h } from "/dom.js";
import { fieldElement } from "./fields.js";
import { boundsOf, isFileType } from "./rules.js";

/**
 * A repeated section: its heading, and the fields of each entry, with buttons to add and remove one. `entries` tells the present ones,
 * `changed(entries, path, redraw)` takes others, and draws what has come or gone. Answers the element, and what is shown in it by the path of each answer.
 */
export function entriesElement(section, fields, { entries, files, changed }) {
  const { key, label, help, required } = section;
  const { max } = boundsOf(section);
  const head = h(
    "div",
    { class: "section", "data-key": key },
    h("h2", {}, label, required && h("span", { class: "required", title: "required" }, " *")),
    help && h("p", { class: "muted" }, help),
    h("p", { class: "problem", id: `field-${key}-problem`, hidden: true }),
  );
  const list = h("div", { class: "entries" });
  const add = h("button", { type: "button", class: "quiet" }, "Add an entry");
  /** What is drawn, in the order of the entries. An entry that stays is never drawn again: a photo of it may be in the making. */
  const drawn = [];
  let serial = 0;

  const draw = (entry) => {
    const id = serial++;
    const one = { legend: h("legend", {}), remove: h("button", { type: "button", class: "quiet" }), elements: [] };
    const place = () => drawn.indexOf(one);
    one.remove.addEventListener("click", () => {
      const n = place();
      for (const field of fields)
        if (isFileType(field.type)) for (const file of entries()[n][field.key] ?? []) files.remove(file);
      const left = entries().toSpliced(n, 1);
      changed(left, key, () => {
        drawn.splice(n, 1);
        one.element.remove();
        number();
      });
      add.focus();
    });
    for (const field of fields) {
      const options = {
        ...{ value: entry[field.key], files },
        changed: (value) => {
          const n = place();
          if (n < 0) return; // it was removed meanwhile
          const all = entries().with(n, { ...entries()[n], [field.key]: value });
          if (value === undefined) delete all[n][field.key];
          changed(all, `${key}.${n}.${field.key}`);
        },
      };
      one.elements.push([field.key, fieldElement({ ...field, id: `${key}.${id}.${field.key}` }, options)]);
    }
    const parts = one.elements.map(([, element]) => element);
    one.element = h("fieldset", { class: "entry" }, one.legend, ...parts, one.remove);
    drawn.push(one);
    list.append(one.element);
  };
  const number = () => {
    for (const [n, { legend, remove }] of drawn.entries()) {
      legend.textContent = `${label} ${n + 1}`;
      remove.textContent = `Remove ${label} ${n + 1}`;
    }
    add.hidden = drawn.length >= max;
  };
  const begin = () =>
    Object.fromEntries(fields.flatMap((field) => (field.default === undefined ? [] : [[field.key, field.default]])));
  add.addEventListener("click", () => {
    const entry = begin();
    changed([...entries(), entry], key, () => {
      draw(entry);
      number();
    });
    list.lastElementChild.querySelector("input, select, textarea, button")?.focus();
  });
  for (const entry of entries()) draw(entry);
  number();
  const inEntries = () =>
    drawn.flatMap(({ elements }, n) => elements.map(([field, element]) => [`${key}.${n}.${field}`, element]));
  return { element: h("div", { class: "repeated" }, head, list, add), shown: () => [[key, head], ...inEntries()] };
}
