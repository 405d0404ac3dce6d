// Keeps what one types: at the latest 8 seconds after the first key and at once when a field or the page is left, as a draft
// on the server; what isn't acknowledged yet also in the window's storage. It never sends the form itself.
//
//   <form data-eva-draft="opened"> <input name="form_key"> <input name="form_page"> … <p data-eva-saved …>
//
// The entry of a form is put back when the page is opened again (restoring.mjs).

import { ask, renewToken, tellLeft, token } from "./ask.mjs";
import { fieldsOf, sizeOf } from "./fields.mjs";
import * as storage from "./storage.mjs";

const LATEST_MS = 8000;
const NOTE_MS = 500;
const PAUSES_MS = [2000, 4000, 8000, 16000, 30000];
// Browsers let a page that goes send 64 kilobytes at the most.
const BEACON_LIMIT = 60000;

const titleOfPage = () => document.title.replace(/ – EVA$/, "").slice(0, 300);

/** A form that is kept. */
export class Kept {
  constructor(form, person) {
    this.form = form;
    this.person = person;
    // Not form.action: a button named so would stand in its way.
    this.place = new URL(form.getAttribute("action") ?? "", location.href).pathname;
    this.number = 0;
    this.line = form.querySelector("[data-eva-saved]");
    this.missing = []; // fields that were put back, and that the form has no place for yet
    this.acknowledged = this.state();
    this.isUnderWay = false;
    this.isWanted = false;
    this.isClosed = false;
    this.failures = 0;
    this.timer = 0;
    this.noteTimer = 0;
    this.listen();
  }

  listen() {
    this.form.addEventListener("input", () => this.changed());
    this.form.addEventListener("change", () => this.changed());
    this.form.addEventListener("focusout", (event) => event.target.matches("textarea, input") && this.save());
    this.form.addEventListener("submit", () => this.submitted());
    window.addEventListener("online", () => this.save());
    window.addEventListener("pagehide", () => this.leave());
    // A page that the browser kept aside still has the form that was sent: a new one is asked for.
    window.addEventListener("pageshow", (event) => event.persisted && this.isClosed && location.reload());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.leave());
  }

  get key() {
    return storage.keyOf(this.person, this.place, this.value("form_key"));
  }

  value(name) {
    return this.form.elements.namedItem(name)?.value ?? "";
  }

  fields() {
    return [...fieldsOf(this.form), ...this.missing];
  }

  state() {
    return JSON.stringify(this.fields());
  }

  get isDirty() {
    return this.state() !== this.acknowledged;
  }

  changed() {
    this.isClosed = false; // whoever still types hasn't left
    this.timer ||= setTimeout(() => this.save(), LATEST_MS);
    this.noteTimer ||= setTimeout(() => this.note(), NOTE_MS);
  }

  // Writes the entry of the form into the window's storage, or removes it when there's nothing unsaved.
  note(submitted = false) {
    this.noteTimer = clearTimeout(this.noteTimer);
    if (!submitted && !this.isDirty) {
      storage.remove(this.key);
      this.form.dispatchEvent(new CustomEvent("eva:saved"));
      return;
    }
    const [formKey, version] = [this.value("form_key"), this.value("version")];
    const about = { formKey, version, page: this.value("form_page"), title: titleOfPage() };
    storage.put(this.key, { ...about, fields: this.fields(), number: this.number, submitted, at: Date.now() });
    this.form.dispatchEvent(new CustomEvent("eva:unsaved"));
  }

  async save(isLast = false) {
    this.timer = clearTimeout(this.timer);
    this.isWanted = this.isUnderWay;
    if (this.isUnderWay || this.isClosed || !this.isDirty) {
      return;
    }
    this.isUnderWay = true;
    const state = this.state();
    let answer = await this.send(isLast);
    if (answer.status === 403 && answer.body?.error === "token" && (await renewToken())) {
      answer = await this.send();
    }
    this.isUnderWay = false;
    if (this.isClosed) {
      return; // the form itself was sent meanwhile
    }
    if (answer.status === 200 && answer.body) {
      this.kept(state, answer);
    } else {
      this.failed(answer);
    }
  }

  // A short text is sent even if the page goes meanwhile. What failed may have failed for that: it's sent so only at last.
  async send(isLast = false) {
    const fields = this.fields();
    this.number += 1;
    const [number, keepalive] = [this.number, (isLast || !this.failures) && sizeOf(fields) < BEACON_LIMIT];
    this.stateOnItsWay = keepalive ? JSON.stringify(fields) : "";
    const sent = new FormData();
    const about = { draft_number: number, draft_place: this.place, draft_title: titleOfPage() };
    for (const [name, value] of [...fields, ["csrf_token", token(this.form)], ...Object.entries(about)]) {
      sent.append(name, value);
    }
    return { number, ...(await ask("/drafts", sent, { keepalive })) };
  }

  kept(state, { number, body }) {
    this.failures = 0;
    tellLeft(body.left);
    if (body.number > number) {
      this.number = body.number; // another window of the same form was ahead: this state wasn't kept
      this.save();
      return;
    }
    this.acknowledged = state;
    if (this.isDirty) {
      this.changed(); // typed on while it was under way
      if (this.isWanted) {
        this.save();
      }
      return;
    }
    this.note();
    this.timer = clearTimeout(this.timer);
    this.say("saved", body.saved);
  }

  failed({ status, body }) {
    this.note();
    if (status === 401) {
      this.say("ended");
      return;
    }
    this.form.dispatchEvent(new CustomEvent("eva:failed"));
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
    const text = (this.line?.dataset[what] ?? "").replace("%s", () => time);
    if (this.line && this.line.textContent !== text) {
      this.line.textContent = text;
    }
  }

  // The page goes, or is only out of sight: what is unsaved is sent, if need be without waiting for what's on its way.
  leave() {
    if (this.isClosed || !this.isDirty) {
      return;
    }
    if (!this.isUnderWay) {
      this.save(true);
    } else if (this.stateOnItsWay !== this.state() && sizeOf(this.fields()) < BEACON_LIMIT) {
      this.send(true);
    }
    this.note(); // with the number that it was sent with
  }

  // Until the server says that it took the form, the window remembers it: the network may be cut just now.
  submitted() {
    this.note(true);
    this.close();
  }

  close() {
    this.isClosed = true;
    this.timer = clearTimeout(this.timer);
    this.noteTimer = clearTimeout(this.noteTimer);
  }
}
