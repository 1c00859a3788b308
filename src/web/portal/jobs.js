import { h } from "../dom.js";
import { details, field, form } from "./forms.js";
import { ask } from "./session.js";
import { clock, dayOf, leafOf } from "./words.js";

const words = {
  pending: "Being planned",
  dispatched: "Planned",
  acknowledged: "Planned",
  en_route: "On the way",
  on_site: "Here",
  in_progress: "At work",
  completed: "Done",
  on_hold: "Waiting",
  cancelled: "Cancelled",
};
const here = ["en_route", "on_site", "in_progress"];
const over = ["completed", "cancelled"];

export const isOver = ({ status }) => over.includes(status);
export const startOf = (job) => job.arrival_window_start ?? job.scheduled_start;

/** What is going on comes first, then the next visit, then what has no time yet. */
export const bySoonest = (one, other) => {
  const place = (job) => (here.includes(job.status) ? "" : (startOf(job) ?? "~"));
  return place(one) < place(other) ? -1 : 1;
};

function windowOf(job, timeZone) {
  const from = startOf(job);
  const until = job.arrival_window_end ?? job.scheduled_end;
  if (!from) return isOver(job) ? "" : "We will agree on a time with you.";
  return `${dayOf(from, timeZone)}, ${clock(from, timeZone)}${until ? ` to ${clock(until, timeZone)}` : ""}`;
}

const leaf = (at, timeZone) => {
  const [month, day, weekday] = leafOf(at, timeZone);
  return h(
    "div",
    { class: "leaf", "aria-hidden": "true" },
    h("span", {}, month),
    h("strong", {}, day),
    h("span", {}, weekday),
  );
};

export function jobCard(job, timeZone, act) {
  const { arrival, technician, status } = job;
  const from = startOf(job);
  return h(
    "article",
    { class: `panel visit${here.includes(status) ? " now" : ""}${from ? "" : " undated"}` },
    from && leaf(from, timeZone),
    h(
      "div",
      { class: "entry" },
      h(
        "div",
        { class: "line" },
        h("h3", {}, job.title),
        h("span", { class: `badge${status === "completed" ? " good" : ""}` }, words[status] ?? status),
      ),
      h("p", { class: "muted" }, windowOf(job, timeZone)),
      job.service_address &&
        h("p", { class: "muted" }, [job.service_address, job.service_city].filter(Boolean).join(", ")),
      arrival
        ? h(
            "p",
            { class: "arrival" },
            `${technician?.first_name ?? "We"} will be there at about ${clock(arrival.at, timeZone)}, in ${arrival.minutes} min`,
          )
        : technician && h("p", {}, `${isOver(job) ? "Done by" : "Your technician is"} ${technician.first_name}`),
      job.review?.answer && h("blockquote", {}, job.review.answer),
      job.can_review && reviewForm(job, act),
    ),
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
  return details(
    job.review ? `You gave ${job.review.rating} of 5` : "Review this visit",
    form(
      {},
      ({ rating, comment = "" }) =>
        act(
          () => ask("POST", `/customer/jobs/${job.id}/review`, { rating: Number(rating), comment }),
          "Thank you for your review.",
        ),
      h("fieldset", {}, h("legend", {}, "How was it? 5 is best"), h("div", { class: "stars" }, ...stars)),
      h(
        "label",
        {},
        "Comment",
        h("textarea", { name: "comment", rows: 3, maxlength: 2000 }, job.review?.comment ?? ""),
      ),
      h("button", { type: "submit" }, job.review ? "Change my review" : "Send my review"),
    ),
  );
}

export function requestForm(act) {
  const id = crypto.randomUUID(); // sent twice it counts once
  return h(
    "section",
    { "aria-label": "Request service" },
    h("h2", {}, "Request service"),
    form(
      { class: "panel entry" },
      (given) =>
        act(
          () => ask("POST", "/customer/service-requests", given, { "idempotency-key": id }),
          "Thank you. We will call you.",
        ),
      field("What do you need?", { name: "summary", required: true, maxlength: 160 }),
      h("label", {}, "Tell us more", h("textarea", { name: "description", rows: 3, maxlength: 4000 })),
      field("When does it suit you?", { name: "preferred_time", maxlength: 200 }),
      field("Phone", { name: "phone", type: "tel", autocomplete: "tel" }),
      field("Street", { name: "address", autocomplete: "street-address" }),
      h(
        "div",
        { class: "pair" },
        field("City", { name: "city", autocomplete: "address-level2" }),
        field("ZIP", { name: "zip", autocomplete: "postal-code" }),
      ),
      h("button", { type: "submit" }, "Request service"),
    ),
  );
}
