import { h } from "../dom.js";
import { button, details, field, form } from "./forms.js";
import { ask, fileAt } from "./session.js";
import { dayText, money } from "./words.js";

const words = {
  sent: "To be paid",
  viewed: "To be paid",
  partially_paid: "Paid in part",
  overdue: "Overdue",
  paid: "Paid",
  written_off: "Closed",
  void: "Void",
  accepted: "Accepted",
  converted: "Accepted",
  declined: "Declined",
  expired: "Expired",
  active: "Active",
  suspended: "Paused",
  cancelled: "Cancelled",
  renewed: "Renewed",
};
const good = ["paid", "accepted", "converted", "active"];
const bad = ["overdue", "void", "declined", "expired", "cancelled"];
const badge = (status, text = words[status] ?? status) =>
  h("span", { class: `badge${good.includes(status) ? " good" : bad.includes(status) ? " bad" : ""}` }, text);

const card = ({ title, status, amount, about = [] }, ...more) =>
  h(
    "article",
    { class: "panel entry" },
    h("div", { class: "line" }, h("h3", {}, title), status),
    h(
      "div",
      { class: "line" },
      h("div", {}, ...about.filter(Boolean).map((text) => h("p", { class: "muted" }, text))),
      amount && h("strong", { class: "amount" }, amount),
    ),
    ...more,
  );

const file = (path, name, act) =>
  button(
    h("span", {}, "PDF", h("span", { class: "visually-hidden" }, ` of ${name}`)),
    () => act(() => save(path, name), `${name} is in your downloads.`),
    "quiet",
  );

async function save(path, name) {
  const link = h("a", { href: await fileAt(path), download: `${name}.pdf` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

export function invoiceCard(one, act) {
  const name = one.number ?? `${one.id}`;
  const isOwed = one.balance_cents > 0;
  const due = isOwed && one.due_date && `Due ${dayText(one.due_date)}`;
  const left = isOwed && one.balance_cents !== one.total_cents;
  return card(
    {
      title: `Invoice ${name}`,
      status: badge(one.status),
      amount: money(isOwed ? one.balance_cents : one.total_cents, one.currency),
      about: [one.title, due, left && `${money(one.total_cents, one.currency)} in all`],
    },
    h(
      "div",
      { class: "choices" },
      isOwed &&
        button(`Pay ${money(one.balance_cents, one.currency)}`, () =>
          act(async () => location.assign((await ask("POST", `/customer/invoices/${one.id}/checkout`)).url), ""),
        ),
      file(`/customer/invoices/${one.id}/pdf`, name, act),
    ),
  );
}

export const creditNoteCard = (one, act) =>
  card(
    {
      title: `Credit note ${one.number}`,
      status: one.voided_at ? badge("void") : badge("", "Issued"),
      amount: money(one.total_cents, one.currency),
      about: [
        `For invoice ${one.invoice_number}`,
        one.unapplied_cents > 0 && `${money(one.unapplied_cents, one.currency)} left to use`,
      ],
    },
    h("div", { class: "choices" }, file(`/customer/credit-notes/${one.id}/pdf`, one.number, act)),
  );

export const agreementCard = (one) =>
  card({
    title: one.plan_name,
    status: badge(one.status),
    about: [
      `Since ${dayText(one.starts_on)}`,
      one.ends_on && `${one.will_auto_renew ? "Renews" : "Ends"} after ${dayText(one.last_day ?? one.ends_on)}`,
      one.visits_per_year > 0 && `${one.visits_per_year} ${one.visits_per_year === 1 ? "visit" : "visits"} a year`,
      one.discount_bps > 0 && `${one.discount_bps / 100} % off other work`,
    ],
  });

/** Lines with their amounts, down to the total. */
const offer = ({ name, description, line_items, total_cents }, currency) =>
  h(
    "div",
    { class: "offer" },
    name && h("h4", {}, name),
    description && h("p", { class: "muted" }, description),
    h(
      "dl",
      {},
      ...line_items
        .filter(({ optional }) => !optional)
        .map((line) =>
          h("div", {}, h("dt", {}, line.description), h("dd", {}, money(line.line_total_cents, currency))),
        ),
      total_cents !== null &&
        h("div", { class: "total" }, h("dt", {}, "Total, tax included"), h("dd", {}, money(total_cents, currency))),
    ),
  );

export function estimateCard(one, act) {
  const name = one.number ?? `${one.id}`;
  const offers = one.options.length > 0 ? one.options : [one];
  return card(
    {
      title: `Estimate ${name}`,
      status: badge(one.status, one.can_answer ? "Waiting for your answer" : undefined),
      amount: one.total_cents === null ? "" : money(one.total_cents, one.currency),
      about: [one.title, one.can_answer && one.valid_until && `Valid until ${dayText(one.valid_until)}`],
    },
    details(
      one.options.length > 0 && one.can_answer ? `See the ${one.options.length} options` : "See what is in it",
      ...offers.map(({ name, description, line_items, total_cents }) =>
        offer({ name, description, line_items, total_cents }, one.currency),
      ),
    ),
    one.can_answer && answer(one, act),
  );
}

function answer(estimate, act) {
  const path = `/customer/estimates/${estimate.id}`;
  const options = estimate.options.map(({ id, name, total_cents, recommended }) =>
    h(
      "label",
      { class: "pick" },
      h("input", { type: "radio", name: "option_id", value: id, required: true }),
      h("span", {}, name, recommended && h("span", { class: "muted" }, " recommended")),
      h("strong", { class: "amount" }, money(total_cents, estimate.currency)),
    ),
  );
  const accept = form(
    {},
    (given) =>
      act(() => ask("POST", `${path}/accept`, { ...given, signature: given.name }), "You have accepted the estimate."),
    options.length > 0 && h("fieldset", {}, h("legend", {}, "Choose one"), ...options),
    field("Your full name, as your signature", { name: "name", required: true, maxlength: 120, autocomplete: "name" }),
    h("button", { type: "submit" }, "Accept"),
  );
  const decline = form(
    {},
    (given) => act(() => ask("POST", `${path}/decline`, given), "You have declined the estimate."),
    field("Why, if you like to say", { name: "reason", maxlength: 1000 }),
    h("button", { type: "submit", class: "quiet" }, "Decline"),
  );
  return details("Answer this estimate", accept, details("Decline instead", decline));
}
