import { h } from "/dom.js";
import { signaturePad } from "./pad.js";
import { isSame, shown, smaller } from "./pictures.js";

// The fields of a form as people fill them in. Each tells `changed(value)`; undefined: nothing is answered. A field in an entry has an `id` of its
// own: the path of its answer.

const inputs = { text: "text", number: "number", date: "date", time: "time", datetime: "datetime-local" };

export function fieldElement(field, { value, files, changed }) {
  const { key, label, type, help, required } = field;
  const id = `field-${field.id ?? key}`;
  if (type === "section")
    return h(
      "div",
      { class: "section", "data-key": key },
      h("h2", {}, label),
      help && h("p", { class: "muted" }, help),
    );
  if (type === "instruction")
    return h(
      "div",
      { class: "instruction", "data-key": key },
      h("p", {}, h("strong", {}, label)),
      help && h("p", {}, help),
    );
  const control = controlOf(field, { id, value, files, changed });
  const isGroup = control.matches("[role=group], [role=radiogroup]");
  if (isGroup) control.setAttribute("aria-labelledby", `${id}-label`);
  const mark = required && h("span", { class: "required", title: "required" }, " *");
  const name = isGroup
    ? h("p", { class: "label", id: `${id}-label` }, label, mark)
    : h("label", { class: "label", for: id }, label, mark);
  const problem = h("p", { class: "problem", id: `${id}-problem`, hidden: true });
  return h(
    "div",
    { class: `field ${type}`, "data-key": key },
    name,
    help && h("p", { class: "muted" }, help),
    control,
    problem,
  );
}

/** Says what is wrong with a field; nothing: all is well. */
export function tellProblem(element, text) {
  const problem = element.querySelector(".problem");
  if (!problem) return;
  problem.textContent = text ? text[0].toUpperCase() + text.slice(1) : "";
  problem.hidden = !text;
  element.classList.toggle("wrong", Boolean(text));
  const control = element.querySelector("input, select, textarea, canvas, [role=group]");
  if (text) control?.setAttribute("aria-describedby", problem.id);
  else control?.removeAttribute("aria-describedby");
}

function controlOf(field, { id, value, files, changed }) {
  const { type, min, max, unit, options = [] } = field;
  if (type === "textarea")
    return typed(h("textarea", { id, rows: 4, maxlength: field.maxLength ?? 5000 }), value, changed);
  if (type === "select" && options.length > 6) {
    const choose = h(
      "select",
      { id },
      h("option", { value: "" }, "Choose"),
      ...options.map((one) => h("option", { value: one.value }, one.label)),
    );
    return typed(choose, value, changed);
  }
  if (type === "select") return choices(id, options, { value, changed });
  if (type === "multi_select") return choices(id, options, { value, changed, isMulti: true });
  if (type === "boolean") {
    const yesNo = [
      { value: true, label: "Yes" },
      { value: false, label: "No" },
    ];
    return choices(id, yesNo, { value, changed });
  }
  if (type === "rating") {
    const [from, to] = [min ?? 1, max ?? 5];
    const all = Array.from({ length: to - from + 1 }, (_, i) => ({ value: from + i, label: String(from + i) }));
    return choices(id, all, { value, changed });
  }
  if (type === "gps") return placeOf(id, value, changed);
  if (type === "signature") return signatureOf(field, { id, value, files, changed });
  if (type === "photo" || type === "file") return filesOf(field, { id, value, files, changed });
  const input = h("input", {
    ...{ id, type: inputs[type], maxlength: type === "text" && (field.maxLength ?? 500) },
    ...(type === "number" && { step: "any", inputmode: "decimal", min, max }),
  });
  const asValue = type === "number" ? Number : undefined;
  const control = typed(input, value, changed, asValue);
  return unit ? h("div", { class: "with-unit" }, control, h("span", { class: "muted" }, unit)) : control;
}

function typed(element, value, changed, asValue = String) {
  if (value !== undefined) element.value = value;
  element.addEventListener("input", () => changed(element.value === "" ? undefined : asValue(element.value)));
  return element;
}

function choices(id, options, { value, changed, isMulti = false }) {
  const chosen = new Set([value ?? []].flat());
  const boxes = options.map((one, i) => {
    const box = h("input", {
      type: isMulti ? "checkbox" : "radio",
      name: id,
      id: `${id}-${i}`,
      checked: chosen.has(one.value),
    });
    box.addEventListener("change", () => {
      if (!isMulti) return changed(one.value);
      if (box.checked) chosen.add(one.value);
      else chosen.delete(one.value);
      const all = options.map((option) => option.value).filter((each) => chosen.has(each));
      changed(all.length > 0 ? all : undefined);
    });
    return h("label", {}, box, h("span", {}, one.label));
  });
  return h("div", { class: "choices", role: isMulti ? "group" : "radiogroup", id }, ...boxes);
}

function placeOf(id, value, changed) {
  const told = h("span", { class: "muted" }, value ? textOf(value) : "");
  const button = h("button", { type: "button", class: "quiet", id }, "Use where I am");
  button.addEventListener("click", () => {
    told.textContent = "Looking …";
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude, accuracy } }) => {
        const place = { latitude, longitude, accuracy: Math.round(accuracy) };
        told.textContent = textOf(place);
        changed(place);
      },
      () => {
        told.textContent = "Your phone does not tell where it is.";
      },
      { timeout: 20_000, enableHighAccuracy: true },
    );
  });
  return h("div", { class: "place" }, button, told);
}
const textOf = ({ latitude, longitude }) => `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;

function signatureOf({ key, label }, { id, value, files, changed }) {
  let [own] = value ?? [];
  return signaturePad({
    ...{ id, label, kept: files.get(own)?.blob },
    changed: (blob) => {
      files.remove(own);
      own = blob ? files.add(key, blob, `${key}.png`) : undefined;
      changed(own && [own]);
    },
  });
}

function filesOf({ key, type, max = 10 }, { id, value, files, changed }) {
  let own = value ?? [];
  const list = h("ul", { class: "files" });
  const input = h("input", {
    ...{ id, type: "file", multiple: max > 1 },
    accept: type === "photo" ? "image/*" : "image/*,application/pdf",
  });
  const told = h("p", { class: "muted", role: "status", hidden: true });
  const say = (text) => Object.assign(told, { textContent: text, hidden: text === "" });
  const has = async (blob) => {
    for (const local of own) {
      const kept = files.get(local)?.blob;
      if (kept && (await isSame(kept, blob))) return true;
    }
    return false;
  };
  const tell = () => changed(own.length > 0 ? own : undefined);
  const show = async ({ local, blob, name }) => {
    const remove = h("button", { type: "button", class: "quiet", "aria-label": `Remove ${name}` }, "Remove");
    const image = blob?.type.startsWith("image/") && h("img", { src: await shown(blob), alt: name });
    const item = h("li", {}, image || h("span", {}, name), remove);
    remove.addEventListener("click", () => {
      files.remove(local);
      own = own.filter((one) => one !== local);
      item.remove();
      say("");
      tell();
    });
    list.append(item);
  };
  for (const local of own) {
    const file = files.get(local);
    if (file) show(file);
  }
  input.addEventListener("change", async () => {
    say("");
    for (const file of [...input.files]) {
      const { blob, name } = await smaller(file);
      if (await has(blob)) {
        say(`${file.name} is here already, so it is not added again.`);
        continue;
      }
      const local = files.add(key, blob, name.slice(-200));
      own = [...own, local];
      tell();
      await show({ local, blob, name });
    }
    input.value = "";
  });
  return h("div", { class: "upload" }, input, list, told);
}
