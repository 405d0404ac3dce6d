// The outcome of a screening while one answers: the form is posted on every change and the answer, a piece of HTML made
// by the server, takes the place of the old one. The rule lives on the server alone.
//
//   <form data-eva-outcome="/tarveharkinta/1/tulos" data-eva-outcome-target="tulos"> … <div id="tulos"> … </div>
//
// The piece may hold controls of the form too: what was typed into them while the answer was on its way is kept. Where the
// piece begins with an element of role="status", only that is spoken; else all of it is.

const PAUSE_MS = 350;

/** Starts every form that asks for its outcome. */
export function startLiveOutcomes(root) {
  for (const form of root.querySelectorAll("form[data-eva-outcome]")) {
    const target = document.getElementById(form.dataset.evaOutcomeTarget ?? "");
    if (target) {
      watch(form, target);
    }
  }
}

function watch(form, target) {
  let timer = 0;
  let request = new AbortController();

  if (!statusOf(target) && !target.closest("[aria-live]")) {
    target.setAttribute("aria-live", "polite");
  }

  async function ask() {
    request.abort();
    request = new AbortController();
    const sent = new FormData(form);
    target.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.dataset.evaOutcome, {
        method: "POST",
        body: sent,
        credentials: "same-origin",
        headers: { Accept: "text/html", "X-Requested-With": "fetch" },
        signal: request.signal,
      });
      // A redirect means that the session has ended: a sign-in page isn't an outcome.
      if (answer.ok && !answer.redirected) {
        replace(target, await answer.text(), sent);
      }
    } catch (error) {
      if (error.name === "AbortError") {
        return;
      }
    }
    target.removeAttribute("aria-busy");
  }

  form.addEventListener("change", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MS);
  });
}

function statusOf(target) {
  return [...target.children].find((child) => child.getAttribute("role") === "status");
}

// What reads the same isn't put in twice: a live region would say it again after every answer, and a control would lose
// the focus.
function replace(target, html, sent) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const fresh = template.content;
  const status = statusOf(target);
  const freshStatus = statusOf(fresh);
  if (!status || !freshStatus) {
    if (wordsOf(fresh) !== wordsOf(target)) {
      swap(target, fresh, sent, () => target.replaceChildren(fresh));
    }
    return;
  }
  freshStatus.remove();
  if (wordsOf(freshStatus) !== wordsOf(status)) {
    status.replaceChildren(...freshStatus.childNodes);
  }
  const others = [...target.childNodes].filter((node) => node !== status);
  if (others.map(wordsOf).join("") !== [...fresh.childNodes].map(wordsOf).join("")) {
    swap(target, fresh, sent, () => {
      others.forEach((node) => node.remove());
      status.after(fresh);
    });
  }
}

function wordsOf(node) {
  return node.textContent.replace(/\s+/g, " ").trim();
}

function swap(target, fresh, sent, exchange) {
  const focused = target.contains(document.activeElement) ? document.activeElement : null;
  const range = focused?.matches("textarea") ? [focused.selectionStart, focused.selectionEnd] : null;
  keepTyped(target, fresh, sent);
  exchange();
  target.closest("form")?.dispatchEvent(new CustomEvent("eva:replaced"));
  const successor = focused?.id ? document.getElementById(focused.id) : null;
  if (successor && successor !== document.activeElement) {
    successor.focus({ preventScroll: true });
    if (range) {
      successor.setSelectionRange(...range);
    }
  }
}

function keepTyped(target, fresh, sent) {
  for (const control of fresh.querySelectorAll("textarea[name], select[name], input[type=text][name]")) {
    const old = target.querySelector(`[name="${CSS.escape(control.name)}"]`);
    if (old && old.value !== (sent.get(control.name) ?? "").replaceAll("\r\n", "\n")) {
      control.value = old.value;
    }
  }
}
