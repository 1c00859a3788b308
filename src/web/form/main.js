import { byId } from "/dom.js";
import { entriesElement } from "./entries.js";
import { fieldElement, tellProblem } from "./fields.js";
import { isFileType, isRepeated, judge, partsOf, placedAnswers, visiblePaths } from "./rules.js";
import { send } from "./sending.js";
import { forget, keep, keptFor } from "./store.js";

// The page of a form. What is filled in is kept on the device at once, and sent when there is a network.

const RETRY_MS = { first: 1000, most: 15_000 };
const path = location.pathname.replace(/\/$/, "");
const said = JSON.parse(byId("said").textContent);
const { fields, formVersion } = said;
const { own, repeated } = partsOf(fields);
const [form, state, problems, button] = ["form", "state", "problems", "send"].map(byId);

const kept = await keptFor(path).catch(() => undefined);
const record = kept && (kept.queued || kept.submission === said.submission) ? kept : begun();
record.changed ??= Object.keys(record.answers);
/** Of each field that is not in an entry: what is shown, by path. */
const elements = [];
const shownElements = () => elements.flatMap((shown) => shown());
/** What the server has, and over it what was changed on this device before somebody else went on with the form. */
function begun() {
  const defaults = own.flatMap((field) => (field.default === undefined ? [] : [[field.key, field.default]]));
  const answers = { ...Object.fromEntries(defaults), ...said.answers };
  const known = new Set(own.map(({ key }) => key));
  const changed = (kept?.changed ?? Object.keys(kept?.answers ?? {})).filter((key) => known.has(key));
  for (const key of changed) {
    if (kept.answers[key] === undefined) delete answers[key];
    else answers[key] = kept.answers[key];
  }
  // files that wait here, and those that the server has already
  const waiting = new Map((kept?.files ?? []).map((file) => [file.local, file]));
  const files = filesIn(answers).flatMap(({ id, field }) => {
    const file = waiting.get(id) ?? (typeof id === "number" ? { local: id, id, name: `file ${id}` } : undefined);
    return file ? [{ ...file, field }] : [];
  });
  return {
    ...{ path, formVersion, answers, changed, files, queued: null },
    submission: said.submission,
    startedAt: kept?.startedAt ?? new Date().toISOString(),
  };
}

/** The files that some answers name, and the key of the field that each is for. */
function filesIn(answers) {
  return placedAnswers(fields, answers).flatMap(({ field: { key: field, type }, value }) =>
    isFileType(type) ? (value ?? []).map((id) => ({ id, field })) : [],
  );
}

const files = {
  get: (local) => record.files.find((one) => one.local === local),
  add(field, blob, name) {
    const local = crypto.randomUUID();
    record.files.push({ local, field, blob, name });
    return local;
  },
  remove(local) {
    record.files = record.files.filter((one) => one.local !== local);
  },
};

/** Takes the answer to a field that is not in an entry; `path`: what was changed in it; `redraw`: shows it, where it does not by itself. */
function change(key, value, path = key, redraw = undefined) {
  if (!record.changed.includes(key)) record.changed.push(key);
  if (value === undefined) delete record.answers[key];
  else record.answers[key] = value;
  redraw?.();
  const element = new Map(shownElements()).get(path);
  if (element) tellProblem(element, "");
  if (!document.querySelector("#fields .wrong")) problems.hidden = true;
  showVisible();
  store();
}

for (const field of own) {
  const { key } = field;
  const changed = (value, path, redraw) => change(key, value, path, redraw);
  if (isRepeated(field)) {
    const entries = () => record.answers[key] ?? [];
    const group = entriesElement(field, repeated.get(key), { entries, files, changed });
    elements.push(group.shown);
    byId("fields").append(group.element);
  } else {
    const element = fieldElement(field, { ...{ value: record.answers[key], files }, changed });
    elements.push(() => [[key, element]]);
    byId("fields").append(element);
  }
}
showVisible();

function showVisible() {
  const visible = visiblePaths(fields, record.answers);
  for (const [path, element] of shownElements()) {
    const whole = element.closest(".repeated > .section")?.parentElement ?? element;
    whole.hidden = !visible.has(path);
  }
}

/** Where nothing can be kept (a private window), the form works all the same with a network. */
async function store() {
  form.dataset.kept = "no";
  await keep(record).catch(() => undefined);
  form.dataset.kept = "yes";
}

function tell(text, tone = "") {
  state.textContent = text;
  state.className = `notice ${tone}`;
  state.hidden = text === "";
}

/** Marks the answers that do not fit; false: none of them is on the page. */
function showProblems(found) {
  const shown = shownElements();
  for (const [path, element] of shown) tellProblem(element, found[path]);
  const wrong = shown.filter(([path]) => found[path]);
  problems.hidden = wrong.length === 0;
  problems.textContent = wrong.length === 1 ? "One answer needs a look." : `${wrong.length} answers need a look.`;
  const [[, element] = []] = wrong;
  if (!element) return false;
  element.scrollIntoView({ block: "center" });
  element.querySelector("input, select, textarea, button")?.focus({ preventScroll: true });
  return true;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const known = record.files.map(({ local, field }) => ({ id: local, field }));
  const judged = judge(fields, record.answers, { isFinal: true, files: known });
  showProblems(judged.problems);
  if (Object.keys(judged.problems).length > 0) return;
  record.answers = judged.answers;
  const named = new Set(filesIn(judged.answers).map(({ id }) => id));
  record.files = record.files.filter(({ local }) => named.has(local));
  record.queued ??= { clientEventId: crypto.randomUUID() };
  await store();
  pause = RETRY_MS.first;
  await trySending();
});

function hold(isHeld) {
  form.classList.toggle("queued", isHeld);
  byId("fields").inert = isHeld;
  button.disabled = isHeld;
}

// A browser does not always tell when the network is back (Chromium: on a page that it opened without one), so the page tries by itself.
let isSending = false;
let pause = RETRY_MS.first;
let next;
async function trySending() {
  if (!record.queued || isSending) return;
  isSending = true;
  clearTimeout(next);
  // a further try is silent: the page has said that it waits
  if (!button.disabled) {
    tell("Sending …");
    state.scrollIntoView({ block: "center" });
  }
  hold(true);
  const result = await send(record, store);
  isSending = false;
  if (result.outcome === "sent") {
    record.queued = null;
    await forget(path).catch(() => undefined);
    byId("fields").remove();
    button.remove();
    tell(`Sent. Thank you! ${said.business} has it.`, "good");
  } else if (result.outcome === "later") {
    tell("Saved on this device. It is sent as soon as there is a network: keep this page, or open it again later.");
    next = setTimeout(trySending, pause);
    pause = Math.min(2 * pause, RETRY_MS.most);
  } else {
    record.queued = null;
    await store();
    hold(false);
    const isShown = showProblems(result.problems);
    tell(isShown ? "It was not sent. Please change what is marked, and send it again." : result.message, "bad");
  }
}

function tellNetwork() {
  pause = RETRY_MS.first;
  if (record.queued) return trySending();
  tell(navigator.onLine ? "" : "There is no network. What you fill in is kept on this device.");
}
addEventListener("online", tellNetwork);
addEventListener("offline", tellNetwork);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && trySending());
tellNetwork();

if ("serviceWorker" in navigator) {
  await navigator.serviceWorker.register("/form-worker.js", { scope: "/f/" }).catch(() => undefined);
  await navigator.serviceWorker.ready;
  // this page came before the worker: it is kept now, with what it needs
  const needed = [
    "/form/main.js",
    "/form/rules.js",
    "/form/entries.js",
    "/form/fields.js",
    "/form/pad.js",
    "/form/pictures.js",
    "/form/sending.js",
  ];
  const styles = ["/style.css", "/document.css", "/icon.svg", "/form/form.css", "/form/store.js", "/dom.js"];
  const isKept = await (await caches.open("forms")).addAll([path, ...needed, ...styles]).then(
    () => true,
    () => false,
  );
  if (isKept) document.documentElement.dataset.offline = "ready";
}
