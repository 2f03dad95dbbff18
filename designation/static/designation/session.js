// The warning before a session ends. The server decides when it ends; this only asks, warns and lets a person stay. All
// tabs of a browser agree. When the end has come, the page says so and keeps what was typed.
"use strict";

(function () {
  const template = document.getElementById("session-warning");
  const inside = template && template.content.cloneNode(true);
  const dialog = inside && inside.querySelector("dialog"), notice = inside && inside.querySelector(".fd-session-notice");
  if (!dialog || !dialog.showModal) return;

  const WARN_MS = 120000, ASKED_EVERY_MS = 10000, TYPING_MS = 60000, BACK_MS = 10000;
  const SPOKEN_S = [60, 30, 10];
  const HEADINGS = { idle: "Are you still there?", absolute: "Your session ends soon" };
  const ENDED = "You are no longer signed in. What you typed is still on this page.";
  const ANOTHER = "Another person signed in in this browser. Copy what you typed, or sign in as yourself again.";
  const BACK = "You are signed in again. You can go on.";
  const UNREACHABLE = "The site did not answer. Try again.";

  const { person, stateUrl, stayUrl } = template.dataset;
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("session") : null;
  const ends = { idle: 0, absolute: 0 };
  let asking = false, askedAt = 0, typedAt = 0, isOver = false, isPutOff = false, lastLeft_s = Infinity;

  const plural = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;
  const find = (name) => dialog.querySelector(`[data-${name}]`);
  const kind = () => (ends.absolute <= ends.idle ? "absolute" : "idle");
  const leftMs = () => Math.min(ends.idle, ends.absolute) - Date.now();

  function inWords(seconds) {
    const m = Math.floor(seconds / 60), s = seconds % 60;
    return [m ? plural(m, "minute") : "", s || !m ? plural(s, "second") : ""].filter(Boolean).join(" ");
  }

  // What the server says about the session, in a page of the same person.
  function adopt(state) {
    if (state.person !== person) return end(state.person ? ANOTHER : ENDED);
    ends.idle = Date.now() + state.idle_s * 1000;
    ends.absolute = Date.now() + state.absolute_s * 1000;
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((input) => { input.value = state.token; });
    if (isOver) goOn();
    return look();
  }

  async function ask() {
    if (asking) return;
    asking = true;
    askedAt = Date.now();
    try {
      const answer = await fetch(stateUrl, { headers: { Accept: "application/json" }, credentials: "same-origin", cache: "no-store" });
      if (answer.ok) adopt(await answer.json());
    } catch {
      if (!isOver && leftMs() <= 0) end(ENDED);
    } finally {
      asking = false;
    }
  }

  async function stay() {
    const token = dialog.querySelector("[name=csrfmiddlewaretoken]").value;
    try {
      const answer = await fetch(stayUrl, {
        method: "POST", headers: { Accept: "application/json", "X-CSRFToken": token }, credentials: "same-origin", redirect: "manual",
      });
      if (!answer.ok) return ask();
      adopt(await answer.json());
      tell();
    } catch {
      find("problem").textContent = UNREACHABLE;
    }
    return null;
  }

  function tell() {
    if (channel) channel.postMessage({ person, ...ends });
  }

  function hear({ data }) {
    const isAnotherSession = data.person !== person || Math.abs(data.absolute - ends.absolute) > 5000;
    if (isOver || isAnotherSession) { ask(); return; }
    ends.idle = Math.max(ends.idle, data.idle);
    look();
  }

  // Once a second: warn, count down, or notice that the end has come. Nobody is warned before the server was asked.
  function look() {
    if (isOver) return;
    const left = leftMs();
    if (left > WARN_MS) {
      isPutOff = false;
      if (dialog.open) dialog.close();
    } else if (left <= 0) {
      const isAsked = askedAt >= Date.now() + left;  // since the end
      if (!isAsked || Date.now() - askedAt > ASKED_EVERY_MS) ask();
    } else if (dialog.open) {
      show(left);
    } else if (Date.now() - askedAt > ASKED_EVERY_MS) {
      ask();
    } else if (!asking && !isPutOff) {
      warn(left);
    }
  }

  function warn(left) {
    if (kind() === "idle" && Date.now() - typedAt < TYPING_MS) { typedAt = 0; stay(); return; }  // somebody is writing: they are there
    lastLeft_s = Infinity;
    find("problem").textContent = "";
    find("said").textContent = "";
    show(left);
    dialog.showModal();
  }

  function show(left) {
    const seconds = Math.ceil(left / 1000), words = inWords(seconds), present = kind();
    dialog.querySelector("h2").textContent = HEADINGS[present];
    dialog.querySelectorAll("[data-when]").forEach((one) => { one.hidden = one.dataset.when !== present; });
    dialog.querySelectorAll("[data-left]").forEach((one) => { one.textContent = words; });
    if (SPOKEN_S.some((at) => seconds <= at && lastLeft_s > at && lastLeft_s !== Infinity)) find("said").textContent = `${words} left.`;
    lastLeft_s = seconds;
  }

  function end(words) {
    isOver = true;
    if (dialog.open) dialog.close();
    put(words, "warning");
  }

  function goOn() {
    isOver = isPutOff = false;
    put(BACK, "success");
    window.setTimeout(() => { if (!isOver) notice.remove(); }, BACK_MS);
  }

  function put(words, tone) {
    notice.classList.toggle("usa-alert--warning", tone === "warning");
    notice.classList.toggle("usa-alert--success", tone === "success");
    notice.querySelector("[data-sign-in]").hidden = tone === "success";
    if (!notice.isConnected) document.getElementById("main-content").prepend(notice);
    const said = notice.querySelector("[data-notice]");
    if (said.textContent !== words) said.textContent = words;
  }

  document.body.append(dialog);
  find("stay").addEventListener("click", stay);
  find("later").addEventListener("click", () => { isPutOff = true; dialog.close(); });
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    if (kind() === "idle") stay();
    else find("later").click();
  });
  document.addEventListener("input", () => { typedAt = Date.now(); });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && Date.now() - askedAt > ASKED_EVERY_MS) ask();
  });
  window.addEventListener("focus", () => { if (isOver) ask(); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) ask(); });
  if (channel) channel.addEventListener("message", hear);

  ends.idle = Date.now() + Number(template.dataset.idleS) * 1000;
  ends.absolute = Date.now() + Number(template.dataset.absoluteS) * 1000;
  tell();
  window.setInterval(look, 1000);
})();
