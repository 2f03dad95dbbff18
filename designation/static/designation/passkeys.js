// Passkeys. A button with data-passkey ("get" or "create") asks the browser for one before it sends its form:
// the options come from data-passkey-url or from the JSON element named by data-passkey-options, and the answer goes
// into the hidden field named by data-passkey-field.
(() => {
  "use strict";

  const FAILED = {
    NotAllowedError: "No passkey was used. Try again, or choose another way.",
    InvalidStateError: "This device holds a passkey for this account already.",
    SecurityError: "Passkeys work only at the address of this site that its mail uses.",
  };

  const say = (button, text) => {
    const place = button.closest("form").querySelector("[data-passkey-said]") || document.createElement("p");
    place.setAttribute("data-passkey-said", "");
    place.setAttribute("role", "alert");
    place.className = "usa-error-message";
    place.textContent = text;
    button.closest(".fd-buttons").before(place);
  };

  const optionsOf = async (button) => {
    if (button.dataset.passkeyOptions) {
      return JSON.parse(document.getElementById(button.dataset.passkeyOptions).textContent);
    }
    const headers = { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" };
    const answer = await fetch(button.dataset.passkeyUrl, { headers });
    if (!answer.ok) throw new Error(`${answer.status}`);
    return answer.json();
  };

  const ask = async (button) => {
    const options = await optionsOf(button);
    return button.dataset.passkey === "create"
      ? window.webauthnJSON.create(options.creation_options)
      : window.webauthnJSON.get(options.request_options);
  };

  for (const button of document.querySelectorAll("button[data-passkey]")) {
    if (!window.PublicKeyCredential) {
      button.disabled = true;
      say(button, "This browser cannot use passkeys. Choose another way.");
      continue;
    }
    button.addEventListener("click", async (event) => {
      if (button.dataset.passkeyAnswered) return;
      event.preventDefault();
      button.disabled = true;
      try {
        const field = button.form.elements.namedItem(button.dataset.passkeyField);
        field.value = JSON.stringify(await ask(button));
        button.dataset.passkeyAnswered = "yes";
        button.disabled = false;
        if (button.type === "submit") button.click();
        else button.form.requestSubmit();
      } catch (problem) {
        button.disabled = false;
        say(button, FAILED[problem.name] || "The passkey could not be asked for. Try again.");
      }
    });
  }
})();
