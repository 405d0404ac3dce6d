// Asks before a page is left whose text is nowhere but in this window. Where drafts are kept on the server (drafts.mjs tells
// it with the events "eva:unsaved", "eva:failed" and "eva:saved") leaving loses nothing and is silent, unless the text
// couldn't be saved or the server hasn't answered for a while; another form asks as soon as something is typed into it.

const PATIENCE_MS = 20000;

/** Starts every form marked data-eva-dirty. */
export function startLeaveWarnings(root) {
  for (const form of root.querySelectorAll("form[data-eva-dirty]")) {
    const isKept = "evaDraft" in form.dataset;
    let since = 0;
    form.addEventListener(isKept ? "eva:unsaved" : "input", () => {
      since ||= Date.now();
    });
    form.addEventListener("eva:failed", () => {
      since = -Infinity;
    });
    for (const saved of ["submit", "eva:saved"]) {
      form.addEventListener(saved, () => {
        since = 0;
      });
    }
    // Who signs in again finds the text in the form.
    root.querySelector("[data-eva-again]")?.addEventListener("click", () => {
      since = 0;
    });
    window.addEventListener("beforeunload", (event) => {
      if (since && Date.now() - since >= (isKept ? PATIENCE_MS : 0)) {
        event.preventDefault();
      }
    });
  }
}
