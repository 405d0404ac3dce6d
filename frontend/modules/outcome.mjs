// The outcome of a screening while one answers: the form is posted on every change and the answer, a piece of HTML made
// by the server, takes the place of the old one. The rule lives on the server alone.
//
//   <form data-eva-outcome="/tarveharkinta/1/tulos" data-eva-outcome-target="tulos"> … <div id="tulos" aria-live="polite">

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

  async function ask() {
    request.abort();
    request = new AbortController();
    target.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.dataset.evaOutcome, {
        method: "POST",
        body: new FormData(form),
        credentials: "same-origin",
        headers: { Accept: "text/html", "X-Requested-With": "fetch" },
        signal: request.signal,
      });
      // A redirect means that the session has ended: a sign-in page isn't an outcome.
      if (answer.ok && !answer.redirected) {
        replace(target, await answer.text());
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

// The same outcome isn't put in twice: a live region would say it again after every answer.
function replace(target, html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  if (fresh.content.textContent.trim() !== target.textContent.trim()) {
    target.replaceChildren(fresh.content);
  }
}
