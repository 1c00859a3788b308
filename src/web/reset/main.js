const byId = (id) => document.getElementById(id);

// What stands behind the # is sent to no server by opening the page. It leaves the address bar, and so the history, at once.
const token = location.hash.slice(1);
history.replaceState(null, "", location.pathname);

function show(id) {
  for (const part of ["form", "done", "void"]) byId(part).hidden = part !== id;
  byId(id === "form" ? "password" : id).focus();
}

function tell(problem) {
  byId("error").textContent = problem;
  byId("error").hidden = problem === "";
}

/** The API's answer; null when none came. */
async function setPassword(password) {
  try {
    const response = await fetch("/api/v1/auth/password/reset", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ token, new_password: password }),
    });
    return await response.json();
  } catch {
    return null;
  }
}

byId("show").addEventListener("change", (event) => {
  byId("password").type = event.target.checked ? "text" : "password";
});

byId("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = event.target.querySelector("button");
  button.disabled = true;
  tell("");
  const answer = await setPassword(byId("password").value);
  button.disabled = false;
  if (answer?.ok) return show("done");
  if (answer?.error.reason === "auth.invalid_link") return show("void");
  const problem = answer?.error.fields?.new_password;
  tell(problem ? `The password ${problem}.` : (answer?.error.message ?? "The server does not answer. Try again."));
  byId("password").focus();
});

show(token.startsWith("lnk_") ? "form" : "void");
