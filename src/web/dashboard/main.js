import { messageOf } from "../api.js";
import { keptSession } from "../board/session.js";
import { openSignIn } from "../board/sign-in-form.js";
import { byId, h } from "../dom.js";
import { addressOf, choicesIn, requestsOf, usualFrom } from "./choices.js";
import { panels } from "./panels.js";
import { wrongDays } from "./words.js";

let session = null;
/** What each panel has asked for last: an answer to anything else comes too late. */
const asked = new Map();
const form = byId("choices");

const contentOf = (name) => (name === "team" ? byId("team") : byId(name).querySelector(".content"));
const put = (name, ...content) => contentOf(name).replaceChildren(...content.flat().filter(Boolean));
const boxes = (name) => (name === "technicians" ? ["technicians", "team"] : [name]);

/** Asks for all that is shown otherwise now, at once: the panels come as their answers do. */
async function show({ again = false } = {}) {
  const requests = Object.entries(requestsOf(choicesIn(location.search)));
  const wanted = requests.filter(([name, path]) => again || asked.get(name) !== path);
  byId("status").textContent = "Loading";
  tellDays("");
  await Promise.all(wanted.map(([name, path]) => ask(name, path)));
  byId("status").textContent = "Loaded";
}

async function ask(name, path) {
  asked.set(name, path);
  const who = session;
  for (const box of boxes(name)) {
    byId(box).setAttribute("aria-busy", "true");
    if (!contentOf(box).hasChildNodes()) put(box, h("p", { class: "muted wait" }, "Loading …"));
  }
  const isLate = () => asked.get(name) !== path || who !== session;
  try {
    const answer = await session.request("GET", path);
    const drawn = await Promise.all(boxes(name).map((box) => panels[box](answer)));
    if (isLate()) return;
    for (const [i, box] of boxes(name).entries()) put(box, drawn[i]);
  } catch (error) {
    if (isLate()) return;
    if (error.status === 401) return leave("Your session has ended. Sign in again.");
    if (error.status === 403) return leave(`You do not have access to the dashboard. ${error.message}`);
    asked.delete(name);
    const problem = wrongDays[error.reason];
    if (problem) return refuseDays(name, problem);
    for (const box of boxes(name)) put(box, box === "team" ? [] : failed(name, path, error));
  } finally {
    for (const box of boxes(name)) byId(box).removeAttribute("aria-busy");
  }
}

/** Several answers refuse the same days: the reader is told once, beside them, and keeps what is shown. */
function refuseDays(name, problem) {
  for (const box of boxes(name)) if (contentOf(box).querySelector(".wait")) put(box);
  const isKept = contentOf(name).hasChildNodes();
  tellDays(isKept ? `${problem} Below are the last figures that could be shown.` : problem);
}

function tellDays(problem) {
  if (byId("days-problem").textContent !== problem) byId("days-problem").textContent = problem;
  for (const end of ["from", "to"]) form.elements[end].setAttribute("aria-invalid", String(problem !== ""));
}

function failed(name, path, error) {
  const told = h("p", { class: "error", role: "alert" }, messageOf(error));
  // what is refused for good is refused again
  if (error.status && error.status < 500 && error.status !== 429) return [told];
  const again = h("button", { type: "button", class: "quiet" }, "Try again");
  again.addEventListener("click", () => void ask(name, path));
  return [told, again];
}

function fill() {
  const choices = choicesIn(location.search);
  for (const [name, value] of Object.entries(choices)) form.elements[name].value = value;
  form.elements.from.value ||= usualFrom();
}

form.addEventListener("change", () => {
  const chosen = Object.fromEntries(new FormData(form));
  const from = chosen.from === usualFrom() ? "" : chosen.from;
  history.pushState(null, "", location.pathname + addressOf({ ...chosen, from }));
  void show();
});
form.addEventListener("submit", (event) => event.preventDefault());
addEventListener("popstate", () => {
  fill();
  if (session) void show();
});

function enter(signedIn) {
  session = signedIn;
  byId("sign-in").hidden = true;
  byId("dashboard").hidden = false;
  byId("business").textContent = session.businessName;
  document.title = `${session.businessName} · Dashboard`;
  fill();
  void show({ again: true });
}

function leave(message = "") {
  session?.end();
  session = null;
  asked.clear();
  for (const name of ["team", ...Object.keys(requestsOf(choicesIn("")))]) put(name);
  byId("dashboard").hidden = true;
  byId("sign-in").hidden = false;
  document.title = "Dashboard · Truckroll";
  signIn.show(message);
}

byId("sign-out").addEventListener("click", () => leave());
const signIn = openSignIn(enter);
const kept = keptSession();
if (kept) enter(kept);
else leave();
