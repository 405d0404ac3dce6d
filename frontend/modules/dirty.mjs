// Asks before a page is left whose text couldn't be kept anywhere but in this window. As long as drafts are kept on the
// server (drafts.mjs tells it with the events "eva:unsaved" and "eva:saved"), leaving loses nothing and is silent.

const PATIENCE_MS = 20000;

/** Starts every form marked data-eva-dirty. */
export function startLeaveWarnings(root) {
  for (const form of root.querySelectorAll("form[data-eva-dirty]")) {
    let since = 0;
    form.addEventListener("eva:unsaved", () => {
      since ||= Date.now();
    });
    for (const saved of ["submit", "eva:saved"]) {
      form.addEventListener(saved, () => {
        since = 0;
      });
    }
    window.addEventListener("beforeunload", (event) => {
      if (since && Date.now() - since > PATIENCE_MS) {
        event.preventDefault();
      }
    });
  }
}
