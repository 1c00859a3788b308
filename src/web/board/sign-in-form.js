import { messageOf } from "../api.js";
import { byId, h } from "../dom.js";
import { goToProvider, listProviders, SecondFactor, signInByPassword, signInByProvider } from "./sign-in.js";

const CODE = "truckroll.code";

/** The text of an error for a person who signs in. */
function explain(error) {
  if (error.reason === "request.invalid") return "There is no business with this code.";
  return messageOf(error);
}

/** Draws the form that signs a user in, and calls `onSession` with each session. */
export function openSignIn(onSession) {
  const form = byId("sign-in-form");
  const second = byId("second-factor");
  const code = byId("code");
  let prove = null;

  function showError(message) {
    byId("sign-in-error").textContent = message;
    byId("sign-in-error").hidden = message === "";
  }

  function ask(challenge) {
    prove = challenge;
    form.hidden = prove !== null;
    second.hidden = prove === null;
    (prove ? byId("otp") : [code, byId("username"), byId("password")].find(({ value }) => !value))?.focus();
  }

  /** Disables the form's button until an attempt to sign in has ended. */
  async function attempt(button, work) {
    if (button) button.disabled = true;
    showError("");
    try {
      const session = await work();
      if (!session) return;
      localStorage.setItem(CODE, code.value.trim());
      form.reset();
      second.reset();
      ask(null);
      onSession(session);
    } catch (error) {
      if (error instanceof SecondFactor) return ask(error.prove);
      showError(explain(error));
      if (error.reason === "auth.invalid_challenge") ask(null);
      if (prove) byId("otp").select();
    } finally {
      if (button) button.disabled = false;
    }
  }

  const submitter = (of) => of.querySelector("button[type=submit]");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void attempt(submitter(form), () => signInByPassword(Object.fromEntries(new FormData(form))));
  });
  second.addEventListener("submit", (event) => {
    event.preventDefault();
    void attempt(submitter(second), () => prove(byId("otp").value));
  });
  byId("start-over").addEventListener("click", () => ask(null));

  const prefill = () => {
    code.value ||= new URLSearchParams(location.search).get("code") ?? localStorage.getItem(CODE) ?? "";
  };
  const linkToForgot = () => {
    const query = code.value && `?${new URLSearchParams({ code: code.value.trim() })}`;
    byId("forgot").href = `/forgot${query}`;
  };
  code.addEventListener("input", linkToForgot);

  async function offerProviders() {
    const providers = await listProviders().catch(() => []); // the password still works
    byId("providers").hidden = providers.length === 0;
    byId("providers").append(
      ...providers.map((provider) => {
        const button = h("button", { type: "button", class: "quiet" }, `Sign in with ${provider.name}`);
        button.addEventListener("click", () => code.reportValidity() && goToProvider(provider, code.value));
        return button;
      }),
    );
  }

  prefill();
  void offerProviders();
  void attempt(null, signInByProvider);
  return {
    show(message) {
      prefill();
      linkToForgot();
      showError(message);
      ask(null);
    },
  };
}
