// Tells quietly who else has the page open. The page tells of itself every half a minute while somebody looks at it.
//
//   <p role="status" data-eva-presence="/decisions/1/…" data-one="%s …" data-many="%s …"></p>

import { ask, token } from "./ask.mjs";

const EVERY_MS = 30000;

/** Starts the note on the page, if it has one. */
export function startPresence(root) {
  const note = root.querySelector("[data-eva-presence]");
  if (!note) {
    return;
  }
  let timer = 0;

  async function tell() {
    if (document.visibilityState === "hidden") {
      return;
    }
    const fields = new FormData();
    fields.set("csrf_token", token());
    fields.set("place", note.dataset.evaPresence);
    const { status, body } = await ask("/presence", fields);
    if (status === 401 || status === 403 || status === 404) {
      clearInterval(timer);
      return;
    }
    if (status === 200 && body?.others) {
      show(note, body.others);
    }
  }

  timer = setInterval(tell, EVERY_MS);
  document.addEventListener("visibilitychange", tell);
  tell();
}

function show(note, others) {
  const words = others.length === 1 ? note.dataset.one : note.dataset.many;
  const text = others.length ? words.replace("%s", () => others.join("; ")) : "";
  if (note.textContent !== text) {
    note.textContent = text;
  }
}
