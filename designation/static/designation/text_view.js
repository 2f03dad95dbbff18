// The text view: the text is taken away when access ends. Nothing here decides anything.
"use strict";

(function () {
  const view = document.querySelector("[data-text-standing]");
  if (!view) return;
  const EVERY_MS = 3000;

  async function ask() {
    try {
      const answer = await fetch(view.dataset.textStanding, { credentials: "same-origin", redirect: "manual" });
      if (answer.type !== "opaqueredirect" && ![403, 404, 410].includes(answer.status)) return;
      view.querySelector("[data-shown]").remove();
      window.location.reload();
    } catch {
      // The site cannot be reached: it shows nothing new either.
    }
  }

  window.setInterval(ask, EVERY_MS);
})();
