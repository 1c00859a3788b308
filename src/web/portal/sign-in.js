import { call, messageOf } from "../api.js";
import { h } from "../dom.js";
import { business, keep } from "./session.js";

const card = (title, ...children) => h("section", { class: "panel card" }, h("h2", {}, title), ...children);
const field = (label, attributes) => h("label", {}, label, h("input", { required: true, ...attributes }));

/** Ways to go on besides the form. */
const ways = (...links) => h("p", { class: "choices" }, ...links);

/** A form that says what went wrong, and waits for the answer. */
function form(title, { fields, button, send, more = [] }) {
  const error = h("p", { class: "error", role: "alert", hidden: true });
  const submit = h("button", { type: "submit" }, button);
  const made = h("form", {}, ...fields, error, submit);
  made.addEventListener("submit", async (event) => {
    event.preventDefault();
    submit.disabled = true;
    error.hidden = true;
    try {
      await send(Object.fromEntries(new FormData(made)));
    } catch (problem) {
      error.textContent = messageOf(problem);
      error.hidden = false;
    } finally {
      submit.disabled = false;
    }
  });
  return card(title, made, ...more);
}

/** What a mailed link does. It waits for a click: programs that look into mails open links too. */
export function showLink(main, { kind, token, done }) {
  const redeem = {
    in: "/customer/magic-link/redeem",
    confirm: "/customer/verify-email",
    reset: "/customer/password/reset",
  };
  const isReset = kind === "reset";
  const password = field("New password, at least 15 characters", {
    ...{ name: "new_password", type: "password", autocomplete: "new-password", minlength: 15 },
  });
  main.replaceChildren(
    form(isReset ? "Choose a password" : "Welcome", {
      fields: isReset ? [password] : [h("p", { class: "muted" }, "One more click, and you are in.")],
      button: isReset ? "Save and sign in" : "Sign in",
      send: async (given) => {
        keep(await call("POST", redeem[kind], { body: { ...given, token } }));
        done();
      },
      more: [
        h(
          "p",
          { class: "hint muted" },
          h("a", { href: `/portal?business=${encodeURIComponent(business)}` }, "Ask for a new link"),
        ),
      ],
    }),
  );
}

const email = () => field("Email address", { name: "email", type: "email", autocomplete: "username" });
const link = (text, onclick) => {
  const button = h("button", { type: "button", class: "link" }, text);
  button.addEventListener("click", onclick);
  return button;
};

/** Signing in by a link, by a password, or registering. */
export function showSignIn(main, done) {
  const post = (path, body) => call("POST", path, { body: { ...body, business_code: business } });
  const mailed = ({ message }) =>
    main.replaceChildren(card("Look into your mail", h("p", { role: "status" }, message), link("Back", byLink)));
  const byLink = () =>
    main.replaceChildren(
      form("Sign in", {
        fields: [h("p", { class: "muted" }, "We send you a link. You need no password."), email()],
        button: "Send me a link",
        send: async (given) => mailed(await post("/customer/magic-link", given)),
        more: [ways(link("Use a password", byPassword), link("I am new here", register))],
      }),
    );
  const byPassword = () =>
    main.replaceChildren(
      form("Sign in", {
        fields: [email(), field("Password", { name: "password", type: "password", autocomplete: "current-password" })],
        button: "Sign in",
        send: async (given) => {
          keep(await post("/customer/login", given));
          done();
        },
        more: [ways(link("Send me a link", byLink), link("Forgot the password", forgot))],
      }),
    );
  const forgot = () =>
    main.replaceChildren(
      form("Choose a new password", {
        fields: [email()],
        button: "Send me a link",
        send: async (given) => mailed(await post("/customer/password/forgot", given)),
        more: [ways(link("Back", byLink))],
      }),
    );
  const register = () =>
    main.replaceChildren(
      form("Open an account", {
        fields: [
          field("First name", { name: "first_name", autocomplete: "given-name" }),
          field("Last name", { name: "last_name", autocomplete: "family-name" }),
          email(),
        ],
        button: "Register",
        send: async (given) => mailed(await post("/customer/register", given)),
        more: [ways(link("Back", byLink))],
      }),
    );
  byLink();
}
