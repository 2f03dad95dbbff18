// Uploads several files in pieces, one file after the other, with tus-js-client. The server decides what is stored; this
// only sends, shows how far each file has come, and says what went wrong.
"use strict";

(function () {
  const section = document.querySelector("[data-uploads]");
  if (!section || !window.tus || !window.tus.isSupported) return;
  const PIECE_BYTES = 8 * 1024 * 1024;
  const RETRY_MS = [0, 1000, 3000, 5000, 10000, 20000, 30000];
  const LEFT = "The connection was lost. The upload goes on when it is back.";
  const SIGNED_OUT = "You were signed out. Sign in again in another tab, load this page again, and choose the file again.";
  const GONE = "This upload was discarded. Remove it here and upload the file again.";
  const TRYING = "The connection is interrupted. Trying again.";
  const FAILED = "The file could not be sent. Try again in a moment.";
  const ANOTHER_FILE = "This is not the file whose upload began: its name or its size is different. Choose the same file.";
  const CHANGED = "This file was changed since its upload began. Discard the upload and upload the file again.";

  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const endpoint = new URL(section.dataset.uploads, window.location.href).href;
  const mostBytes = Number(section.dataset.mostBytes);
  const find = (name, inside = section) => inside.querySelector(`[data-${name}]`);
  const list = find("list"), start = find("start"), summary = find("summary"), live = find("announce");
  const items = [];

  function size(bytes) {
    const names = ["bytes", "KB", "MB", "GB", "TB"];
    let number = bytes, place = 0;
    while (number >= 1024 && place < names.length - 1) { number /= 1024; place += 1; }
    return place ? `${number.toFixed(1)} ${names[place]}` : `${bytes} ${bytes === 1 ? "byte" : "bytes"}`;
  }

  const files = (number) => `${number} ${number === 1 ? "file" : "files"}`;
  const announce = (text) => { live.textContent = text; };
  const now = (...states) => items.filter((item) => states.includes(item.state));

  // When a file was last changed, so that a file that was edited in between is not mixed with what arrived before.
  const remembered = {
    key: (url) => `upload:${new URL(url, window.location.href).pathname}`,
    get(url) { try { return window.localStorage.getItem(this.key(url)); } catch { return null; } },
    set(url, file) { try { window.localStorage.setItem(this.key(url), String(file.lastModified)); } catch { /* not kept */ } },
    drop(url) { try { window.localStorage.removeItem(this.key(url)); } catch { /* nothing was kept */ } },
  };

  function add(file, known) {
    const row = find("row").content.firstElementChild.cloneNode(true);
    const item = {
      file, row, state: "ready", sent: known ? known.received : 0, said: 0, url: known ? known.url : null,
      path: file.webkitRelativePath || file.name, title: find("entered", row), bar: row.querySelector("progress"),
      toggle: find("toggle", row), cancel: find("cancel", row),
    };
    find("name", row).textContent = `${item.path} (${size(file.size)})`;
    find("of", row).textContent = ` of ${item.path}`;
    item.title.value = known ? known.title : file.name.replace(/(.)\.[^.]*$/, "$1").slice(0, 160);
    item.title.readOnly = Boolean(known);
    item.bar.setAttribute("aria-label", `Progress of ${item.path}`);
    item.toggle.addEventListener("click", () => (["sending", "waiting"].includes(item.state) ? pause(item) : resume(item)));
    item.cancel.addEventListener("click", () => cancel(item));
    item.title.addEventListener("input", () => say(item, ""));
    items.push(item);
    list.append(row);
    if (file.size > mostBytes) become(item, "refused", `This file is larger than ${size(mostBytes)}, so it cannot be uploaded.`);
    else become(item, "ready");
    return item;
  }

  function say(item, problem) {
    const wrong = item.state === "ready" && Boolean(problem);
    find("error", item.row).textContent = problem;
    item.title.classList.toggle("usa-input--error", wrong);
    if (wrong) item.title.setAttribute("aria-invalid", "true");
    else item.title.removeAttribute("aria-invalid");
  }

  const WORDS = {
    ready: () => "Ready to upload",
    waiting: () => "Waiting for the files before it",
    sending: (item) => `${size(item.sent)} of ${size(item.file.size)} sent (${percent(item)}%)`,
    paused: (item) => `Paused. ${size(item.sent)} of ${size(item.file.size)} arrived.`,
    failed: (item) => `Stopped. ${size(item.sent)} of ${size(item.file.size)} arrived.`,
    refused: () => "Not uploaded",
    done: () => "Uploaded. It is being sealed; then you can share it in a window.",
  };

  function percent(item) {
    return item.file.size ? Math.floor((item.sent / item.file.size) * 100) : 100;
  }

  function label(button, word, item) {
    const name = document.createElement("span");
    name.className = "usa-sr-only";
    name.textContent = ` ${item.path}`;
    button.replaceChildren(word, name);
  }

  function become(item, state, problem = "") {
    item.state = state;
    item.title.readOnly = item.title.readOnly || state !== "ready";
    say(item, problem);
    const active = ["sending", "waiting"].includes(state), stopped = ["paused", "failed"].includes(state);
    item.toggle.hidden = !(active || stopped);
    if (active || stopped) label(item.toggle, active ? "Pause" : "Resume", item);
    item.cancel.hidden = state === "done";
    if (state !== "done") label(item.cancel, ["ready", "refused"].includes(state) ? "Remove" : "Cancel", item);
    show(item);
    overview();
  }

  function show(item) {
    item.bar.value = item.state === "done" ? 1 : item.file.size ? item.sent / item.file.size : 0;
    find("state", item.row).textContent = WORDS[item.state](item);
  }

  function overview() {
    const ready = now("ready").length, done = now("done").length, left = now("sending", "waiting", "paused", "failed").length;
    start.hidden = ready === 0;
    start.textContent = `Upload ${files(ready)}`;
    const words = [];
    if (ready) words.push(`${files(ready)} ready to upload.`);
    if (left) words.push(`${files(left)} not finished.`);
    if (done) words.push(`${files(done)} uploaded.`);
    summary.textContent = words.join(" ") || "No files are chosen yet.";
    if (done) {
      const link = document.createElement("a");
      link.className = "usa-link";
      link.href = section.dataset.artifacts;
      link.textContent = "See all artifacts";
      summary.append(" ", link);
    }
  }

  function next() {
    if (now("sending").length) return;
    const [item] = now("waiting");
    if (item) send(item);
  }

  function send(item) {
    item.upload = item.upload || prepare(item);
    become(item, "sending");
    item.upload.start();
  }

  function prepare(item) {
    const upload = new window.tus.Upload(item.file, {
      endpoint: item.url ? null : endpoint,
      uploadUrl: item.url,
      chunkSize: PIECE_BYTES,
      retryDelays: RETRY_MS,
      storeFingerprintForResuming: false,
      headers: { "X-CSRFToken": token, Accept: "text/plain" },
      metadata: {
        filename: item.file.name, title: item.title.value.trim(), relativePath: item.file.webkitRelativePath || "",
        legend: document.getElementById("legend-of-all").value,
      },
      onUploadUrlAvailable() {
        item.url = upload.url;
        upload.options.endpoint = null; // an upload that was discarded is not begun again without being asked
        remembered.set(item.url, item.file);
      },
      onShouldRetry(error) {
        const status = statusOf(error), again = !status || status >= 500 || [409, 423, 460].includes(status);
        if (again && item.state === "sending") say(item, TRYING);
        return again;
      },
      onProgress(sent) {
        item.sent = sent;
        if (item.state === "sending") show(item);
        const quarter = Math.floor(percent(item) / 25);
        if (quarter > item.said && quarter < 4) announce(`${item.path}: ${quarter * 25}% sent`);
        item.said = Math.max(item.said, quarter);
      },
      onChunkComplete(_length, stored) { item.stored = stored; say(item, ""); },
      onSuccess() {
        remembered.drop(item.url);
        item.sent = item.file.size;
        become(item, "done");
        announce(now("sending", "waiting").length ? `${item.path} is uploaded.` : `${item.path} is uploaded. ${summary.textContent}`);
        next();
      },
      onError(error) {
        item.sent = item.stored || item.sent;
        if (!item.url && statusOf(error) >= 400 && statusOf(error) < 500) notBegun(item, sentence(error));
        else become(item, "failed", sentence(error));
        announce(`${item.path}: ${sentence(error)}`);
        next();
      },
    });
    return upload;
  }

  // The server refused to begin: whatever was wrong can be corrected, and the file sent then.
  function notBegun(item, problem) {
    item.upload = null;
    item.sent = 0;
    item.title.readOnly = false;
    become(item, "ready", problem);
  }

  const statusOf = (error) => (error.originalResponse ? error.originalResponse.getStatus() : 0);

  function sentence(error) {
    const status = statusOf(error);
    if (!status) return LEFT;
    if (status === 403) return SIGNED_OUT;
    if ([404, 410].includes(status)) return GONE;
    const kind = error.originalResponse.getHeader("Content-Type") || "";
    return status < 500 && kind.startsWith("text/plain") ? error.originalResponse.getBody() : FAILED;
  }

  function pause(item) {
    const sending = item.state === "sending";
    if (sending) item.upload.abort();
    item.sent = item.stored || (item.upload && item.upload.url ? item.sent : 0);
    become(item, "paused");
    announce(`${item.path} is paused.`);
    next();
  }

  function resume(item) {
    become(item, "waiting");
    announce(`${item.path} goes on.`);
    next();
  }

  async function cancel(item) {
    const begun = item.url, name = item.path;
    if (item.upload) {
      try {
        await item.upload.abort(Boolean(begun));
      } catch (error) {
        if (![404, 410].includes(statusOf(error))) return become(item, "failed", sentence(error));
      }
    } else if (begun) {
      try { await window.tus.Upload.terminate(begun, { headers: { "X-CSRFToken": token }, httpStack: new window.tus.DefaultHttpStack() }); }
      catch (error) { return become(item, "failed", sentence(error)); }
    }
    if (begun) remembered.drop(begun);
    const place = items.indexOf(item);
    items.splice(place, 1);
    item.row.remove();
    const after = items[place] || items[place - 1];
    (after && !after.cancel.hidden ? after.cancel : document.getElementById("chosen")).focus();
    overview();
    announce(begun ? `${name} is canceled. What had arrived is discarded.` : `${name} is removed from the list.`);
    next();
  }

  function choose(event) {
    const chosen = [...event.target.files];
    chosen.forEach((file) => add(file));
    event.target.value = "";
    if (chosen.length) announce(`${files(chosen.length)} added. ${summary.textContent}`);
  }

  function begin() {
    const untitled = now("ready").filter((item) => !item.title.value.trim());
    untitled.forEach((item) => say(item, "Enter a title. Evaluators see it."));
    if (untitled.length) return untitled[0].title.focus();
    const ready = now("ready");
    ready.forEach((item) => become(item, "waiting"));
    document.getElementById("chosen").focus();
    announce(`Uploading ${files(ready.length)}.`);
    return next();
  }

  // After the page was loaded again: the same file, chosen again, goes on where it stopped.
  function again(event) {
    const [file] = event.target.files, place = event.target.closest("[data-unfinished]"), about = place.dataset;
    if (!file) return;
    const stamp = remembered.get(about.unfinished);
    const same = file.size === Number(about.size) && clean(file.name) === clean(about.name);
    const problem = !same ? ANOTHER_FILE : stamp && stamp !== String(file.lastModified) ? CHANGED : "";
    find("error", place).textContent = problem;
    if (problem) { announce(problem); return; }
    const item = add(file, { url: new URL(about.unfinished, window.location.href).href, title: about.title, received: Number(about.received) });
    place.remove();
    become(item, "waiting");
    document.getElementById("chosen").focus();
    announce(`${file.name} goes on at ${size(Number(about.received))}.`);
    next();
  }

  // The server keeps names without characters that cannot be seen, and short.
  const clean = (name) => name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, "").replace(/^[ .]+|[ .]+$/g, "").slice(0, 100);

  section.hidden = false;
  document.querySelectorAll("[data-needs-scripts]").forEach((element) => { element.hidden = false; });
  document.querySelectorAll("[data-unfinished] input[type=file]").forEach((input) => input.addEventListener("change", again));
  document.getElementById("files").addEventListener("change", choose);
  document.getElementById("folder").addEventListener("change", choose);
  start.addEventListener("click", begin);
  window.addEventListener("online", () => now("failed").filter((item) => find("error", item.row).textContent === LEFT).forEach(resume));
  window.addEventListener("beforeunload", (event) => { if (now("ready", "waiting", "sending", "paused", "failed").length) event.preventDefault(); });
})();
