// What happens to kept texts when a page opens: texts that weren't saved are put back into their form, and what was sent,
// or is somebody else's, is forgotten.

import { ask, personOfPage } from "./ask.mjs";
import { Kept } from "./drafts.mjs";
import { fieldsOf, fill, isAsServed, typedOf } from "./fields.mjs";
import * as storage from "./storage.mjs";

/** Starts every form marked data-eva-draft, and forgets what isn't needed or isn't this person's. */
export function startDrafts(root) {
  const person = personOfPage();
  if (!person) {
    if (!("evaKeepDrafts" in document.documentElement.dataset)) {
      storage.clear();
    }
    return;
  }
  storage.keepOnly(person);
  const forms = [...root.querySelectorAll("form[data-eva-draft]")].map((form) => new Kept(form, person));
  for (const form of root.querySelectorAll("form[data-eva-sign-out]")) {
    form.addEventListener("submit", () => {
      forms.forEach((kept) => kept.close());
      storage.clear();
    });
  }
  for (const kept of forms) {
    open(kept);
  }
  const others = storage.keys().filter((key) => !forms.some((kept) => storage.keysAt(person, kept.place).includes(key)));
  others.forEach(isTaken);
}

// Tells whether the entry was sent and taken; it's removed then.
async function isTaken(key) {
  const entry = storage.get(key);
  if (!entry?.submitted) {
    return false;
  }
  const formKey = encodeURIComponent(entry.formKey);
  const { status, body } = await ask(`/drafts/taken?form_key=${formKey}`, null, { patience: 3000 });
  const taken = status === 200 && body?.taken === true;
  if (taken && storage.get(key)?.submitted) {
    storage.remove(key);
  }
  return taken;
}

async function open(kept) {
  const [newest, ...older] = storage.keysAt(kept.person, kept.place);
  older.forEach(isTaken);
  const entry = newest ? storage.get(newest) : null;
  if (!entry) {
    return;
  }
  if (kept.form.dataset.evaDraft === "posted" && entry.submitted && entry.formKey === kept.value("form_key")) {
    // The page is the answer to the form and shows what was sent, perhaps with what a button of the form did to it.
    storage.remove(newest);
    saveAnyway(kept);
    return;
  }
  // Nothing is typed before it's known which text stands in the form.
  kept.form.inert = entry.submitted;
  const taken = await isTaken(newest);
  kept.form.inert = false;
  if (taken) {
    return;
  }
  if (typedOf(kept.form, entry.fields) !== typedOf(kept.form, fieldsOf(kept.form))) {
    restore(kept, entry, newest);
  } else if (isAsServed(kept.form)) {
    storage.remove(newest);
  } else {
    saveAnyway(kept); // the browser has put the text back, but the server doesn't have it
  }
}

function restore(kept, entry, key) {
  storage.remove(key);
  const banner = kept.form.querySelector("[data-eva-restored]");
  if (banner) {
    banner.hidden = false;
  }
  kept.number = Math.max(kept.number, entry.number ?? 0);
  kept.missing = fill(kept.form, entry.fields);
  // A piece of the form may come only after an answer that was put back (outcome.mjs).
  kept.form.addEventListener("eva:replaced", () => {
    kept.missing = fill(kept.form, kept.missing, true);
  });
  saveAnyway(kept);
}

function saveAnyway(kept) {
  kept.acknowledged = "";
  kept.note();
  kept.save();
}
