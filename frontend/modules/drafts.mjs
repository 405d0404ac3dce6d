// Keeps what one types: at the latest 8 seconds after the first key and at once when a field or the page is left, as a draft
// on the server; what isn't acknowledged yet also in the window's storage. It never sends the form itself.
//
//   <form data-eva-draft data-eva-draft-number="0"> <input name="form_key"> <input name="form_page"> … <p data-eva-saved …>

import { ask, personOfPage, renewToken, tellLeft } from "./ask.mjs";
import * as storage from "./storage.mjs";

const LATEST_MS = 8000;
const PAUSES_MS = [2000, 4000, 8000, 16000, 30000];
const BEACON_LIMIT = 60000;
const APART = new Set(["csrf_token", "password", "old_password", "repeated"]);

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
  for (const form of root.querySelectorAll("form[data-eva-sign-out]")) {
    form.addEventListener("submit", storage.clear);
  }
  const started = [...root.querySelectorAll("form[data-eva-draft]")].map((form) => new Kept(form, person));
  forgetTaken().then(() => started.forEach((kept) => kept.restore()));
}

// Entries of forms that were sent are removed when the server says that it took them.
async function forgetTaken() {
  for (const key of storage.keys()) {
    const entry = storage.get(key);
    if (entry?.submitted) {
      const formKey = encodeURIComponent(entry.formKey);
      const { status, body } = await ask(`/drafts/taken?form_key=${formKey}`);
      if (status === 200 && body?.taken) {
        storage.remove(key);
      }
    }
  }
}

class Kept {
  constructor(form, person) {
    this.form = form;
    this.person = person;
    // Not form.action: a button named so would stand in its way.
    this.place = new URL(form.getAttribute("action") ?? "", location.href).pathname;
    this.number = Number(form.dataset.evaDraftNumber ?? 0);
    this.line = form.querySelector("[data-eva-saved]");
    this.acknowledged = this.state();
    this.underWay = false;
    this.failures = 0;
    this.timer = 0;
    this.isSent = false;
    form.addEventListener("input", () => this.changed());
    form.addEventListener("change", () => this.changed());
    form.addEventListener("focusout", (event) => event.target.matches("textarea, input") && this.save());
    form.addEventListener("submit", () => this.submitted());
    window.addEventListener("online", () => this.save());
    window.addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.leave());
  }

  get key() {
    return storage.keyOf(this.person, this.place, this.value("form_key"));
  }

  value(name) {
    return this.form.elements.namedItem(name)?.value ?? "";
  }

  fields() {
    return [...new FormData(this.form)].filter(([name, value]) => typeof value === "string" && !APART.has(name));
  }

  state() {
    return JSON.stringify(this.fields());
  }

  get isDirty() {
    return this.state() !== this.acknowledged;
  }

  entry(submitted = false) {
    const [fields, page] = [this.fields(), this.value("form_page")];
    return { fields, page, submitted, formKey: this.value("form_key"), title: this.title, at: Date.now() };
  }

  get title() {
    return document.title.replace(/ – EVA$/, "").slice(0, 300);
  }

  changed() {
    if (!this.isDirty) {
      return;
    }
    storage.put(this.key, this.entry());
    this.form.dispatchEvent(new CustomEvent("eva:unsaved"));
    if (!this.timer) {
      this.timer = setTimeout(() => this.save(), LATEST_MS);
    }
  }

  async save() {
    clearTimeout(this.timer);
    this.timer = 0;
    if (this.underWay || this.isSent || !this.isDirty) {
      return;
    }
    this.underWay = true;
    const state = this.state();
    // A short text is sent even if the page goes while it's under way.
    const options = { keepalive: state.length < BEACON_LIMIT };
    this.sentState = options.keepalive ? state : "";
    let answer = await ask("/drafts", this.sent(), options);
    if (answer.status === 403 && answer.body?.error === "token" && (await renewToken())) {
      answer = await ask("/drafts", this.sent(), options);
    }
    this.underWay = false;
    if (answer.status === 200 && answer.body) {
      this.kept(state, answer.body);
    } else {
      this.failed(answer);
    }
  }

  sent() {
    this.number += 1;
    const fields = new FormData(this.form);
    fields.set("draft_number", String(this.number));
    fields.set("draft_place", this.place);
    fields.set("draft_title", this.title);
    return fields;
  }

  kept(state, body) {
    this.acknowledged = state;
    this.failures = 0;
    this.number = Math.max(this.number, body.number ?? 0);
    tellLeft(body.left);
    if (this.isDirty) {
      this.changed(); // typed on while it was under way
      return;
    }
    storage.remove(this.key);
    this.say("saved", body.saved);
    this.form.dispatchEvent(new CustomEvent("eva:saved"));
  }

  failed({ status, body }) {
    if (status === 401) {
      this.say("ended");
      return;
    }
    if (status === 413 || body?.error === "too_long") {
      this.say("tooLong");
      return;
    }
    this.say(status === 0 || !navigator.onLine ? "offline" : "failed");
    const pause = PAUSES_MS[Math.min(this.failures, PAUSES_MS.length - 1)];
    this.failures += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  say(what, time = "") {
    const text = (this.line?.dataset[what] ?? "").replace("%s", time);
    if (this.line && this.line.textContent !== text) {
      this.line.textContent = text;
    }
  }

  // The page goes: what is unsaved is sent without waiting, if it's small enough to be sent so.
  leave() {
    if (this.isSent || !this.isDirty) {
      return;
    }
    storage.put(this.key, this.entry());
    const isUnderWay = this.underWay && this.sentState === this.state();
    if (!isUnderWay && this.state().length < BEACON_LIMIT) {
      ask("/drafts", this.sent(), { keepalive: true });
    }
  }

  // Until the server says that it took the form, the window remembers it: the network may be cut just now.
  submitted() {
    this.isSent = true;
    clearTimeout(this.timer);
    storage.put(this.key, this.entry(true));
    window.addEventListener("pageshow", () => (this.isSent = false), { once: true });
  }

  restore() {
    // The server shows what was sent: it has it, and knows better than the window what became of it.
    if ("evaPosted" in this.form.dataset) {
      storage.remove(this.key);
      this.acknowledged = "";
      return;
    }
    const [key] = storage.keysAt(this.person, this.place);
    const entry = key ? storage.get(key) : null;
    if (!entry) {
      return;
    }
    const isOther = JSON.stringify(entry.fields) !== this.state();
    storage.remove(key);
    if (isOther && !this.isDirty) {
      this.fill(entry);
    }
  }

  fill(entry) {
    const values = new Map();
    for (const [name, text] of entry.fields) {
      values.set(name, [...(values.get(name) ?? []), text]);
    }
    for (const control of this.form.elements) {
      if (!control.name || control.type === "file" || APART.has(control.name) || control.name === "form_page") {
        continue;
      }
      const wanted = values.get(control.name) ?? [];
      if (control.type === "radio" || control.type === "checkbox") {
        control.checked = wanted.includes(control.value);
      } else if (control.type !== "submit" && control.type !== "button" && values.has(control.name)) {
        control.value = wanted[0];
      }
    }
    const banner = this.form.querySelector("[data-eva-restored]");
    if (banner) {
      banner.hidden = false;
    }
    this.changed();
    this.save();
  }
}
