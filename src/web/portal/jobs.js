import { h } from "../dom.js";
import { ask } from "./session.js";

const words = {
  pending: "We are finding a technician",
  dispatched: "Planned",
  acknowledged: "Planned",
  en_route: "On the way",
  on_site: "Here",
  in_progress: "At work",
  completed: "Done",
  on_hold: "Waiting",
  cancelled: "Cancelled",
};

const clock = (at, timeZone) => new Date(at).toLocaleTimeString([], { timeZone, hour: "numeric", minute: "2-digit" });
const day = (at, timeZone) =>
  new Date(at).toLocaleDateString([], { timeZone, weekday: "long", month: "long", day: "numeric" });

function windowOf(job, timeZone) {
  const from = job.arrival_window_start ?? job.scheduled_start;
  const until = job.arrival_window_end ?? job.scheduled_end;
  if (!from) return "No time yet";
  return `${day(from, timeZone)}, ${clock(from, timeZone)}${until ? ` to ${clock(until, timeZone)}` : ""}`;
}

export function jobCard(job, timeZone, act) {
  const { arrival, technician } = job;
  return h(
    "article",
    { class: "panel entry" },
    h(
      "div",
      { class: "line" },
      h("h3", {}, job.title),
      h("span", { class: `badge ${job.status}` }, words[job.status] ?? job.status),
    ),
    h("p", {}, windowOf(job, timeZone)),
    technician && h("p", { class: "muted" }, `With ${technician.first_name}`),
    arrival && h("p", { class: "arrival" }, `Arrives about ${clock(arrival.at, timeZone)}, in ${arrival.minutes} min`),
    job.review?.answer && h("p", { class: "muted" }, `Answer: ${job.review.answer}`),
    job.can_review && reviewForm(job, act),
  );
}

function reviewForm(job, act) {
  const stars = [1, 2, 3, 4, 5].map((n) =>
    h(
      "label",
      {},
      h("input", { type: "radio", name: "rating", value: n, required: true, checked: job.review?.rating === n }),
      String(n),
    ),
  );
  const form = h(
    "form",
    { class: "review" },
    h("fieldset", {}, h("legend", {}, "How was it? 5 is best"), h("div", { class: "stars" }, ...stars)),
    h("label", {}, "Comment", h("textarea", { name: "comment", rows: 2, maxlength: 2000 }, job.review?.comment ?? "")),
    h("button", { type: "submit" }, job.review ? "Change my review" : "Send my review"),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { rating, comment } = Object.fromEntries(new FormData(form));
    act(
      () => ask("POST", `/customer/jobs/${job.id}/review`, { rating: Number(rating), comment }),
      "Thank you for your review.",
    );
  });
  return h(
    "details",
    {},
    h("summary", {}, job.review ? `You gave ${job.review.rating} of 5` : "Review this visit"),
    form,
  );
}

export function requestForm(act) {
  const id = crypto.randomUUID();
  const field = (label, name, more = {}) => h("label", {}, label, h("input", { name, ...more }));
  const form = h(
    "form",
    { class: "panel entry" },
    field("What do you need?", "summary", { required: true, maxlength: 160 }),
    h("label", {}, "Tell us more", h("textarea", { name: "description", rows: 3, maxlength: 4000 })),
    field("When does it suit you?", "preferred_time", { maxlength: 200 }),
    field("Phone", "phone", { type: "tel", autocomplete: "tel" }),
    field("Street", "address", { autocomplete: "street-address" }),
    h(
      "div",
      { class: "pair" },
      field("City", "city", { autocomplete: "address-level2" }),
      field("ZIP", "zip", { autocomplete: "postal-code" }),
    ),
    h("button", { type: "submit" }, "Request service"),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = [...new FormData(form)].filter(([, value]) => value.trim() !== "");
    act(
      () => ask("POST", "/customer/service-requests", Object.fromEntries(given), { "idempotency-key": id }),
      "Thank you. We will call you.",
    );
  });
  return h("section", { "aria-label": "Request service" }, h("h2", {}, "Request service"), form);
}
