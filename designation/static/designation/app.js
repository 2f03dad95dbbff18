// Conveniences; every page works without them: forms that save themselves and are sent once, days that do not exist
// said at their field, clocks that go on counting, a menu that holds the keyboard, and a word before unsaved work is
// left. Nothing here decides anything.
"use strict";

(function () {
  const plural = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;

  function lengthOf(seconds) {
    const d = Math.floor(seconds / 86400), h = Math.floor(seconds / 3600) % 24, m = Math.floor(seconds / 60) % 60;
    if (d) return plural(d, "day");
    if (h) return m ? `${h} h ${m} min` : `${h} h`;
    return m ? `${m} min` : `${seconds} s`;
  }

  function toTheSecond(seconds) {
    const d = Math.floor(seconds / 86400), h = Math.floor(seconds / 3600) % 24, m = Math.floor(seconds / 60) % 60, s = seconds % 60;
    if (d) return `${d} d ${h} h ${m} min`;
    return h ? `${h} h ${m} min ${s} s` : m ? `${m} min ${s} s` : `${s} s`;
  }

  // Clocks: the server's now plus the time that passed since the page was loaded.
  function countDown() {
    document.querySelectorAll("[data-countdown]").forEach((element) => {
      const now = Date.parse(element.dataset.now) + performance.now();
      const left = (Date.parse(element.dataset.countdown) - now) / 1000;
      const words = ("ticking" in element.dataset ? toTheSecond : lengthOf)(Math.floor(Math.abs(left)));
      const text = Math.abs(left) < 1 ? "now" : left > 0 ? `in ${words}` : `${words} late`;
      if (element.textContent !== text) element.textContent = text;
    });
  }

  // Days and times that do not exist. A browser sends nothing in their place, so such a form is not sent at all.
  const NO_SUCH_DAY = "This day or time does not exist. Correct it.";
  const impossible = (form) => [...form.elements].filter((element) => element.validity && element.validity.badInput);
  const labelOf = (element) => (element.labels && element.labels[0]) || document.createElement("label");

  function describe(element, change) {
    const ids = change((element.getAttribute("aria-describedby") || "").split(" ").filter(Boolean));
    if (ids.length) element.setAttribute("aria-describedby", ids.join(" "));
    else element.removeAttribute("aria-describedby");
  }

  function color(element, wrong) {
    const group = element.closest(".usa-form-group");
    if (group) group.classList.toggle("usa-form-group--error", wrong);
    labelOf(element).classList.toggle("usa-label--error", wrong);
    element.classList.toggle("usa-input--error", wrong);
    if (wrong) element.setAttribute("aria-invalid", "true");
    else element.removeAttribute("aria-invalid");
  }

  function mark(element) {
    const id = `${element.id || element.name}_impossible`;
    if (document.getElementById(id)) return;
    const message = document.createElement("div");
    message.className = "usa-error-message";
    message.id = id;
    message.textContent = NO_SUCH_DAY;
    element.before(message);
    describe(element, (ids) => [...ids, id]);
    color(element, true);
  }

  function unmark(element) {
    const id = `${element.id || element.name}_impossible`, message = document.getElementById(id);
    if (!message) return;
    message.remove();
    describe(element, (ids) => ids.filter((one) => one !== id));
    color(element, Boolean(document.getElementById(`${element.id}_error`)));
  }

  function lookAgain(event) {
    if (event.target.validity && !event.target.validity.badInput) unmark(event.target);
  }

  // A form is sent once: further clicks do nothing while its answer is awaited. After a while they do again, since
  // one may have stopped the browser from waiting.
  const AWAITED_MS = 10000;
  const sentAt = new WeakMap();

  function beforeSending(event) {
    const form = event.target, wrong = impossible(form);
    wrong.forEach(mark);
    const again = form.method === "post" && performance.now() - (sentAt.get(form) ?? -Infinity) < AWAITED_MS;
    if (wrong.length || again) {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (wrong.length) wrong[0].focus();
    } else {
      sentAt.set(form, performance.now());
    }
  }

  // Forms that save themselves: a POST to the form's own action with the header X-Autosave.
  const SIGNED_OUT = "You were signed out. Sign in again in another tab; your text is still here.";
  const NOT_SAVED = "Not saved yet. We will go on trying; your text is still here.";
  const ANOTHER = "Somebody else is signed in now. Copy your text, or let whoever wrote it sign in again.";
  const CHANGED = "This was changed elsewhere. Copy your text, then load the page again.";

  function autosave(form) {
    const state = form.querySelector("[data-autosave-state]"), age = form.querySelector("[data-autosave-age]");
    // dirty: something is not saved; held: it was refused, and waits for the next input; sending: the form itself is sent.
    let dirty = false, held = false, busy = false, sending = false, timer = 0, wait = 1500, savedAt = 0;

    const say = (text) => { if (state && state.textContent !== text) state.textContent = text; };
    const showAge = () => { if (age) age.textContent = savedAt && !dirty ? `${lengthOf(Math.floor((Date.now() - savedAt) / 1000))} ago` : ""; };
    const later = (ms) => { window.clearTimeout(timer); timer = window.setTimeout(save, ms); };

    async function save() {
      if (!dirty || held || busy || sending) return;
      const wrong = impossible(form);
      wrong.forEach(mark);
      if (wrong.length) return hold("Not saved yet. A day or time does not exist; correct it.");
      busy = true;
      dirty = false;
      try {
        const answer = await fetch(form.action, {
          method: "POST", body: new FormData(form), headers: { "X-Autosave": "1", Accept: "application/json" }, credentials: "same-origin", redirect: "manual",
        });
        if (answer.status === 409) refused(await answer.json());
        else if (answer.ok) taken(await answer.json());
        else await failed(answer.type === "opaqueredirect" || [401, 403].includes(answer.status));
      } catch {
        await failed(false);
      } finally {
        busy = false;
        if (dirty) later(wait);
      }
    }

    function taken(answer) {
      wait = 1500;
      savedAt = Date.now();
      carry(answer.hidden);
      say(dirty ? "Saving" : "Saved");
      showAge();
    }

    function refused(answer) {
      wait = 1500;
      carry(answer.hidden);
      if (!dirty) hold(answer.message || CHANGED);
    }

    function hold(message) {
      dirty = held = true;
      say(message);
    }

    async function failed(signedOut) {
      dirty = true;
      wait = Math.min(wait * 2, 30000);
      say(signedOut ? SIGNED_OUT : NOT_SAVED);
      if (signedOut) await renew();
    }

    // Signing in elsewhere makes the page's token useless; the same page, loaded anew, carries one that counts. What one
    // person wrote is not saved in the name of another.
    async function renew() {
      try {
        const answer = await fetch(window.location.href, { credentials: "same-origin", redirect: "manual" });
        if (!answer.ok) return;
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
        if (fresh.body.dataset.person !== document.body.dataset.person) return say(ANOTHER);
        const token = fresh.querySelector("form[data-autosave] [name=csrfmiddlewaretoken]");
        if (token) carry({ csrfmiddlewaretoken: token.value });
      } catch { /* tried again with the next save */ }
    }

    function carry(hidden) {
      Object.entries(hidden || {}).forEach(([name, value]) => {
        if (form.elements[name]) form.elements[name].value = value;
      });
    }

    function goOn() {
      held = false;
      say("Saving");
      showAge();
      later(wait);
    }

    form.addEventListener("input", () => { dirty = true; goOn(); });
    // A day that does not exist, once emptied, is no input to the browser.
    form.addEventListener("focusout", () => { if (held && form.querySelector("[id$=_impossible]") && !impossible(form).length) goOn(); });
    form.addEventListener("submit", () => { sending = true; dirty = false; });
    window.addEventListener("pageshow", () => { sending = false; });
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(); });
    window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
    window.setInterval(showAge, 1000);
  }

  // Other long forms: a word before typed text is left behind.
  function guard(form) {
    let dirty = false;
    form.addEventListener("input", () => { dirty = true; });
    form.addEventListener("submit", () => { dirty = false; });
    window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
  }

  // While the menu of a small screen is open, nothing behind it can be reached.
  function holdKeyboard() {
    const nav = document.querySelector(".usa-nav"), opener = document.querySelector(".usa-menu-btn");
    if (!nav || !opener) return;
    const behind = [];
    for (let inside = nav; inside !== document.body; inside = inside.parentElement) {
      behind.push(...[...inside.parentElement.children].filter((one) => one !== inside && !one.matches(".usa-overlay, script")));
    }
    new MutationObserver(() => {
      const open = document.body.classList.contains("usa-js-mobile-nav--active"), closed = behind.some((one) => one.inert) && !open;
      behind.forEach((one) => { one.inert = open; });
      if (closed && (nav.contains(document.activeElement) || document.activeElement === document.body)) opener.focus();
    }).observe(document.body, { attributes: true, attributeFilter: ["class"] });
  }

  document.addEventListener("submit", beforeSending, true);
  document.addEventListener("input", lookAgain);
  document.addEventListener("focusout", lookAgain);
  window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach((form) => sentAt.delete(form)));
  holdKeyboard();
  document.querySelectorAll("form[data-autosave]").forEach(autosave);
  document.querySelectorAll("form[data-guard]").forEach(guard);
  const errors = document.getElementById("errors");
  if (errors) errors.focus();
  if (document.querySelector("[data-countdown]")) {
    countDown();
    window.setInterval(countDown, 1000);
  }
})();
