import { h } from "../dom.js";
import { ask, fileAt } from "./session.js";

const money = (cents, currency) => {
  const format = new Intl.NumberFormat([], { style: "currency", currency });
  return format.format(cents / 10 ** format.resolvedOptions().maximumFractionDigits);
};

const button = (text, work, quiet) => {
  const made = h("button", { type: "button", class: quiet ? "quiet" : null }, text);
  made.addEventListener("click", work);
  return made;
};

/** An estimate or an invoice, with what the customer can do about it. */
export function documentCard(kind, one, act) {
  const isEstimate = kind === "estimate";
  const total = one.total_cents === null ? "" : money(one.total_cents, one.currency);
  const due =
    !isEstimate &&
    one.balance_cents > 0 &&
    `${money(one.balance_cents, one.currency)} due${one.due_date ? ` by ${one.due_date}` : ""}`;
  return h(
    "article",
    { class: "panel entry" },
    h(
      "div",
      { class: "line" },
      h("h3", {}, `${isEstimate ? "Estimate" : "Invoice"} ${one.number ?? one.id}`),
      h("strong", {}, total),
    ),
    one.title && h("p", {}, one.title),
    h("p", { class: "muted" }, due || one.status.replaceAll("_", " ")),
    isEstimate && one.can_answer && answerForm(one, act),
    !isEstimate &&
      h(
        "div",
        { class: "choices" },
        button("PDF", () => act(() => openPdf(one), "The PDF is open."), true),
        one.balance_cents > 0 &&
          button("Pay", () =>
            act(async () => location.assign((await ask("POST", `/customer/invoices/${one.id}/pay-intent`)).url), ""),
          ),
      ),
  );
}

async function openPdf({ id, number }) {
  const link = h("a", { href: await fileAt(`/customer/invoices/${id}/pdf`), download: `${number ?? id}.pdf` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function answerForm(estimate, act) {
  const options = estimate.options.map(({ id, name, total_cents }, i) =>
    h(
      "label",
      { class: "option" },
      h("input", { type: "radio", name: "option_id", value: id, required: true, checked: i === 0 }),
      `${name}: ${money(total_cents, estimate.currency)}`,
    ),
  );
  const form = h(
    "form",
    {},
    options.length > 0 && h("fieldset", {}, h("legend", {}, "Choose"), ...options),
    h(
      "label",
      {},
      "Your full name, as your signature",
      h("input", { name: "name", required: true, maxlength: 120, autocomplete: "name" }),
    ),
    h(
      "div",
      { class: "choices" },
      h("button", { type: "submit" }, "Accept"),
      button(
        "Decline",
        () =>
          act(() => ask("POST", `/customer/estimates/${estimate.id}/decline`, {}), "You have declined the estimate."),
        true,
      ),
    ),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = Object.fromEntries(new FormData(form));
    act(
      () => ask("POST", `/customer/estimates/${estimate.id}/accept`, { ...given, signature: given.name }),
      "You have accepted the estimate.",
    );
  });
  return h("details", {}, h("summary", {}, "Answer this estimate"), form);
}
