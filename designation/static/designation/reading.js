// The viewer: arrow keys turn pages, + and - zoom, and the page is taken away when access ends. Nothing here decides
// anything: the site asks again for every page.
"use strict";

(function () {
  const reader = document.querySelector("[data-standing]");
  if (!reader) return;
  const EVERY_MS = 3000;
  const image = reader.querySelector("img");

  function follow(selector) {
    const link = reader.querySelector(selector);
    if (link) window.location.assign(link.href);
  }

  function zoom(step) {
    const links = [...reader.querySelectorAll(".fd-reader__zoom a")];
    const next = links[links.findIndex((link) => link.hasAttribute("aria-current")) + step];
    if (next) window.location.assign(next.href);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    const large = image.classList.contains("fd-reader__image--large");
    if (event.key === "ArrowLeft" && !large) follow("[rel=prev]");
    else if (event.key === "ArrowRight" && !large) follow("[rel=next]");
    else if (event.key === "PageUp") follow("[rel=prev]");
    else if (event.key === "PageDown") follow("[rel=next]");
    else if (event.key === "+") zoom(1);
    else if (event.key === "-") zoom(-1);
    else return;
    event.preventDefault();
  });

  function stopped() {
    image.remove();
    window.location.reload();
  }

  async function ask() {
    try {
      const answer = await fetch(reader.dataset.standing, { credentials: "same-origin", redirect: "manual" });
      if (answer.type === "opaqueredirect" || [403, 404, 410].includes(answer.status)) stopped();
    } catch {
      // The site cannot be reached: it shows nothing new either.
    }
  }

  function notShown() {
    const message = document.createElement("p");
    message.className = "fd-reader__missing";
    message.setAttribute("role", "alert");
    message.textContent = "This page could not be shown. Load it again in a moment.";
    image.replaceWith(message);
    ask();
  }

  if (image.complete && !image.naturalWidth) notShown();
  else image.addEventListener("error", notShown, { once: true });
  window.setInterval(ask, EVERY_MS);
})();
