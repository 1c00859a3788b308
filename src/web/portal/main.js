import { call, messageOf } from "../api.js";
import { byId, h } from "../dom.js";
import { agreementCard, creditNoteCard, estimateCard, invoiceCard } from "./documents.js";
import { button, details, section } from "./forms.js";
import { bySoonest, isOver, jobCard, requestForm } from "./jobs.js";
import { ask, business, forget, isKnown } from "./session.js";
import { showLink, showSignIn } from "./sign-in.js";

// The customer's page: what is to come, what they were sent, and how to ask for more.

const main = byId("main");
const MINUTE = 60_000;
const LATEST = 3;
const READING_MS = 12_000;
let timer;
let read;

/** Tells what was done, or why not, for as long as it takes to read. */
function say(text) {
  clearTimeout(read);
  byId("said").textContent = text;
  if (text) read = setTimeout(() => say(""), READING_MS);
}

function named(name) {
  if (!name) return;
  byId("business").textContent = name;
  document.title = `${name}: my appointments and documents`;
}

/** The latest few, and the others behind a line that opens. */
const latest = (title, items) => {
  if (items.length === 0) return "";
  const rest = items.slice(LATEST);
  const more =
    rest.length > 0 && details(`Show ${rest.length} more`, h("ul", {}, ...rest.map((one) => h("li", {}, one))));
  return h("div", { class: "group" }, section(title, items.slice(0, LATEST), ""), more);
};

/** Shows what there is now, and leaves open what somebody has opened meanwhile. */
function redraw(content) {
  const nameOf = (one) => `${one.closest("article")?.querySelector("h3")?.textContent}: ${one.firstChild.textContent}`;
  const opened = new Set(Array.from(main.querySelectorAll("details[open]"), nameOf));
  main.replaceChildren(...content);
  for (const one of main.querySelectorAll("details")) one.open = opened.has(nameOf(one));
}

async function show() {
  clearTimeout(timer);
  main.setAttribute("aria-busy", "true");
  try {
    const lists = ["jobs", "estimates", "invoices", "credit-notes", "agreements"];
    const [me, ...answers] = await Promise.all(["me", ...lists].map((path) => ask("GET", `/customer/${path}`)));
    named(me.business_name);
    byId("log-out").hidden = false;
    const act = async (work, text) => {
      try {
        await work();
        say(text);
        await show();
      } catch (error) {
        say(messageOf(error));
      }
    };
    redraw(contentOf(me, answers, act));
    // an arrival changes by the minute; what somebody types stays
    if (answers[0].items.some(({ status }) => status === "en_route"))
      timer = setTimeout(() => !main.contains(document.activeElement) && show(), MINUTE);
  } catch (error) {
    if (error.status === 401) {
      forget();
      return start();
    }
    main.replaceChildren(
      h(
        "section",
        { class: "panel card" },
        h("h2", {}, "This did not work"),
        h("p", {}, messageOf(error)),
        button("Try again", show),
      ),
    );
  } finally {
    main.removeAttribute("aria-busy");
  }
}

function contentOf(me, [jobs, estimates, invoices, notes, agreements], act) {
  const visit = (job) => jobCard(job, jobs.timezone, act);
  const waiting = [
    ...estimates.items.filter(({ can_answer }) => can_answer).map((one) => estimateCard(one, act)),
    ...invoices.items.filter(({ balance_cents }) => balance_cents > 0).map((one) => invoiceCard(one, act)),
  ];
  const answered = [
    ...invoices.items
      .filter(({ balance_cents }) => balance_cents <= 0)
      .map((one) => [one.sent_at, invoiceCard(one, act)]),
    ...notes.items.map((one) => [one.issued_on, creditNoteCard(one, act)]),
    ...estimates.items.filter(({ can_answer }) => !can_answer).map((one) => [one.sent_at, estimateCard(one, act)]),
  ].toSorted(([one], [other]) => (String(one) < String(other) ? 1 : -1));
  const unknown = h(
    "p",
    { class: "panel notice" },
    "The business does not know this address yet. Ask them for an invitation, or request a service.",
  );
  return [
    me.is_linked ? "" : unknown,
    h(
      "div",
      { class: "group" },
      section(
        "My appointments",
        jobs.items
          .filter((job) => !isOver(job))
          .toSorted(bySoonest)
          .map(visit),
        "Nothing is planned. Request a service, and we get in touch.",
      ),
      section("For you to answer or pay", waiting, "Nothing waits for you."),
      latest("Past visits", jobs.items.filter(isOver).map(visit)),
      latest(
        "My documents",
        answered.map(([, one]) => one),
      ),
    ),
    h(
      "div",
      { class: "group aside" },
      requestForm(act),
      latest("My service agreements", agreements.items.map(agreementCard)),
    ),
  ];
}

byId("log-out").addEventListener("click", async () => {
  await ask("POST", "/customer/logout").catch(() => undefined);
  forget();
  start();
});

async function start() {
  const query = new URLSearchParams(location.search);
  say(query.has("paid") ? "Thank you. Your payment shows here in a moment." : "");
  query.delete("paid");
  const [, kind, token] = /^#(in|confirm|reset)=(lnk_\S+)$/.exec(location.hash) ?? [];
  history.replaceState(null, "", `${location.pathname}${query.size > 0 ? `?${query}` : ""}`);
  byId("log-out").hidden = true;
  if (!business) return nameless();
  if (!token && isKnown()) return await show();
  if (token) showLink(main, { kind, token, done: show });
  else showSignIn(main, show);
  try {
    const found = await call("GET", `/tenants/resolve/${encodeURIComponent(business)}`);
    named(found.branding.display_name ?? found.businessName);
  } catch (error) {
    if (error.status === 404) nameless();
  }
}

/** The address of the page names no business, or none that there is. */
const nameless = () =>
  main.replaceChildren(
    h(
      "section",
      { class: "panel card" },
      h("h2", {}, "My appointments and documents"),
      h("p", {}, "Please open this page by the link of your business: it is in every mail that they send you."),
    ),
  );

await start();
