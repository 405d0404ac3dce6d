// A button that copies the text of an element, such as the paragraph a secretary pastes into an agenda item.
//
//   <button type="button" data-eva-copy="#kappale" data-done="Kopioitu" data-failed="…" hidden>Kopioi</button>
//   <span role="status" class="eva-copy__done"></span>
//
// The button is hidden until the script is here, because without it nothing would happen. The confirmation goes into the
// next element with role="status", so that it's also spoken.

/** Starts every button marked data-eva-copy. */
export function startCopyButtons(root) {
  for (const button of root.querySelectorAll("button[data-eva-copy]")) {
    const source = root.querySelector(button.dataset.evaCopy);
    if (source) {
      button.hidden = false;
      button.addEventListener("click", () => copy(button, source));
    }
  }
}

async function copy(button, source) {
  const status = button.parentElement?.querySelector("[role=status]");
  const text = "value" in source ? source.value : source.innerText;
  let said = button.dataset.done ?? "";
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // The clipboard is closed without HTTPS or permission: the text is selected, so that a key can copy it.
    window.getSelection()?.selectAllChildren(source);
    said = button.dataset.failed ?? "";
  }
  if (status) {
    status.textContent = said;
  }
}
