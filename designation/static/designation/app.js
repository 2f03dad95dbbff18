// Three conveniences; every page works without them: forms that save themselves, clocks that go on counting, and a
// word before unsaved work is left. Nothing here decides anything.
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

  // Forms that save themselves: a POST to the form's own action with the header X-Autosave.
  function autosave(form) {
    const state = form.querySelector("[data-autosave-state]"), age = form.querySelector("[data-autosave-age]");
    let dirty = false, busy = false, sending = false, timer = 0, wait = 1500, savedAt = 0;

    const say = (text) => { if (state && state.textContent !== text) state.textContent = text; };
    const showAge = () => { if (age) age.textContent = savedAt && !dirty ? `${lengthOf(Math.floor((Date.now() - savedAt) / 1000))} ago` : ""; };
    const later = (ms) => { window.clearTimeout(timer); timer = window.setTimeout(save, ms); };

    async function save() {
      if (!dirty || busy || sending) return;
      busy = true;
      dirty = false;
      try {
        const answer = await fetch(form.action, {
          method: "POST", body: new FormData(form), headers: { "X-Autosave": "1", Accept: "application/json" }, credentials: "same-origin", redirect: "error",
        });
        if (answer.status === 409) return stop(await answer.json());
        if (!answer.ok) throw new Error(String(answer.status));
        taken(await answer.json());
      } catch {
        dirty = true;
        wait = Math.min(wait * 2, 30000);
        say("Not saved yet. We will go on trying; your text is still here.");
        later(wait);
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

    function carry(hidden) {
      Object.entries(hidden || {}).forEach(([name, value]) => {
        if (form.elements[name]) form.elements[name].value = value;
      });
    }

    function stop(answer) {
      sending = true;
      dirty = true;
      carry(answer.hidden);
      say(answer.message || "This was changed elsewhere. Copy your text, then load the page again.");
    }

    form.addEventListener("input", () => { dirty = true; say("Saving"); showAge(); later(wait); });
    form.addEventListener("submit", () => { sending = true; dirty = false; });
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

  document.querySelectorAll("form[data-autosave]").forEach(autosave);
  document.querySelectorAll("form[data-guard]").forEach(guard);
  const errors = document.getElementById("errors");
  if (errors) errors.focus();
  if (document.querySelector("[data-countdown]")) {
    countDown();
    window.setInterval(countDown, 1000);
  }
})();
