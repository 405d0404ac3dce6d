// Warns five minutes before the session ends and lets one go on (WCAG 2.2.1). Only differences of this machine's own clock
// are counted; before the warning the server is asked, since another window may have gone on meanwhile.
//
//   <html data-eva-session-left="7200"> … <dialog id="istunto" data-minutes="…" data-ended="…"> … </dialog>

import { ask, personOfPage, renewToken, tellLeft, token } from "./ask.mjs";

const WARNING_S = 300;

/** Starts the clock of the session, where there is one. */
export function startSession(root) {
  const dialog = root.getElementById("istunto");
  const left = Number(root.documentElement.dataset.evaSessionLeft ?? 0);
  if (!dialog?.showModal || !left) {
    return;
  }
  const text = dialog.querySelector("[data-eva-text]");
  const heading = dialog.querySelector("h2");
  const ending = heading.textContent;
  let ends = performance.now() + left * 1000;
  let timer = 0;

  document.addEventListener("eva:left", (event) => begin(event.detail));
  dialog.querySelector("[data-eva-continue]").addEventListener("click", goOn);
  dialog.addEventListener("cancel", (event) => {
    if (seconds() > 0) {
      event.preventDefault();
      goOn();
    }
  });

  function begin(seconds) {
    ends = performance.now() + seconds * 1000;
    dialog.close();
    plan();
  }

  function seconds() {
    return (ends - performance.now()) / 1000;
  }

  function plan() {
    clearTimeout(timer);
    timer = setTimeout(look, Math.max(0, Math.min((seconds() - WARNING_S) * 1000, 2 ** 30)));
  }

  async function look() {
    const { status, body } = await ask("/session/left");
    const isOver = status === 401 || (status === 200 && String(body?.person) !== personOfPage());
    if (isOver) {
      ends = performance.now();
    } else if (status === 200) {
      ends = performance.now() + body.left * 1000;
    }
    if (seconds() > WARNING_S) {
      tellLeft(seconds());
    } else {
      show();
    }
  }

  function show() {
    const minutes = Math.ceil(seconds() / 60);
    const isOver = minutes <= 0;
    const words = isOver ? dialog.dataset.ended : dialog.dataset.minutes.replace("%s", String(minutes));
    if (text.textContent !== words) {
      text.textContent = words;
    }
    heading.textContent = isOver ? heading.dataset.ended : ending;
    dialog.querySelector("[data-eva-continue]").hidden = isOver;
    dialog.querySelector("[data-eva-leave]").hidden = isOver;
    dialog.querySelector("[data-eva-again]").hidden = !isOver;
    if (!dialog.open) {
      dialog.showModal();
    }
    if (!isOver) {
      clearTimeout(timer);
      timer = setTimeout(look, 10000);
    }
  }

  async function goOn() {
    const fields = new FormData();
    fields.set("csrf_token", token());
    let answer = await ask("/session/continue", fields);
    if (answer.status === 403 && (await renewToken())) {
      fields.set("csrf_token", token());
      answer = await ask("/session/continue", fields);
    }
    if (answer.status === 200) {
      tellLeft(answer.body.left);
    } else {
      look();
    }
  }

  window.addEventListener("pageshow", (event) => event.persisted && look());
  // Another window may have gone on, and a sleeping machine doesn't count.
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());
  plan();
}
