// Asks before a page with unsaved answers is left. A module that has saved the form in the background tells it with the
// event "eva:saved" on the form.

/** Starts every form marked data-eva-dirty. */
export function startLeaveWarnings(root) {
  for (const form of root.querySelectorAll("form[data-eva-dirty]")) {
    // A form that comes back with faults holds text that was never saved.
    let isDirty = form.dataset.evaDirty === "true";
    form.addEventListener("input", () => {
      isDirty = true;
    });
    for (const saved of ["submit", "eva:saved"]) {
      form.addEventListener(saved, () => {
        isDirty = false;
      });
    }
    window.addEventListener("beforeunload", (event) => {
      if (isDirty) {
        event.preventDefault();
      }
    });
  }
}
