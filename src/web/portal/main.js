import { call, messageOf } from "../api.js";
import { byId, h } from "../dom.js";
import { documentCard } from "./documents.js";
import { jobCard, requestForm } from "./jobs.js";
import { ask, business, forget, isKnown } from "./session.js";
import { showLink, showSignIn } from "./sign-in.js";

// The customer's page: what is to come, what they were sent, and how to ask for more.

const main = byId("main");
const MINUTE = 60_000;
let timer;

function say(text) {
  byId("said").textContent = text;
}

const section = (title, items, nothing) =>
  h(
    "section",
    { "aria-label": title },
    h("h2", {}, title),
    items.length > 0 ? h("ul", {}, ...items.map((item) => h("li", {}, item))) : h("p", { class: "muted" }, nothing),
  );

async function show() {
  clearTimeout(timer);
  try {
    const [me, jobs, estimates, invoices] = await Promise.all([
      ask("GET", "/customer/me"),
      ask("GET", "/customer/jobs"),
      ask("GET", "/customer/estimates"),
      ask("GET", "/customer/invoices"),
    ]);
    byId("business").textContent = me.business_name;
    byId("top").hidden = false;
    const act = async (work, text) => {
      try {
        await work();
        say(text);
        await show();
      } catch (error) {
        say(messageOf(error));
      }
    };
    const documents = [
      ...estimates.items.map((one) => documentCard("estimate", one, act)),
      ...invoices.items.map((one) => documentCard("invoice", one, act)),
    ];
    main.replaceChildren(
      me.is_linked
        ? ""
        : h(
            "p",
            { class: "panel notice" },
            "The business does not know this address yet. Ask them for an invitation, or request a service below.",
          ),
      section(
        "My appointments",
        jobs.items.map((job) => jobCard(job, jobs.timezone, act)),
        "Nothing is planned.",
      ),
      section("My documents", documents, "There are none yet."),
      requestForm(act),
    );
    // an arrival changes by the minute; what somebody types stays
    if (jobs.items.some(({ status }) => status === "en_route"))
      timer = setTimeout(() => !main.contains(document.activeElement) && show(), MINUTE);
  } catch (error) {
    if (error.status !== 401) return say(messageOf(error));
    forget();
    start();
  }
}

byId("log-out").addEventListener("click", async () => {
  await ask("POST", "/customer/logout").catch(() => undefined);
  forget();
  byId("top").hidden = true;
  start();
});

async function start() {
  say("");
  const [, kind, token] = /^#(in|confirm|reset)=(lnk_\S+)$/.exec(location.hash) ?? [];
  history.replaceState(null, "", location.pathname + location.search);
  if (!business)
    return main.replaceChildren(
      h("h1", {}, "My appointments and documents"),
      h("p", { class: "panel notice" }, "Please open this page by the link of your business."),
    );
  if (token) return showLink(main, { kind, token, done: show });
  if (isKnown()) return await show();
  showSignIn(main, show);
  const found = await call("GET", `/tenants/resolve/${encodeURIComponent(business)}`).catch(() => null);
  const name = found?.branding?.display_name ?? found?.business_name;
  if (name) byId("business").textContent = name;
  if (name) document.title = `${name}: my appointments and documents`;
}

await start();
