// What is typed into a form, as pairs of name and text, and how it's put back.

const APART = new Set(["csrf_token", "password", "old_password", "repeated"]);
const PARTS_OVERHEAD = 150;

/** Returns the fields of the form as they would be sent: no files, no secrets. */
export function fieldsOf(form) {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !APART.has(name));
}

/** Returns how many bytes the fields are at the most, when they're sent. */
export function sizeOf(fields) {
  const encoder = new TextEncoder();
  const long = (text) => encoder.encode(text).length + text.split("\n").length; // a line's end is sent as two signs
  return fields.reduce((sum, [name, value]) => sum + long(name) + long(value) + PARTS_OVERHEAD, 0);
}

/** Returns what a person chose or typed among the fields; marks that the page carries aren't that. */
export function typedOf(form, fields) {
  const marks = new Set([...form.elements].filter((one) => one.type === "hidden").map((one) => one.name));
  return JSON.stringify(fields.filter(([name]) => !marks.has(name)));
}

/** Tells whether the form shows what the server wrote into it: browsers put back texts of their own accord too. */
export function isAsServed(form) {
  return [...form.elements].every((control) => {
    if (control.type === "radio" || control.type === "checkbox") {
      return control.checked === control.defaultChecked;
    }
    if (control.tagName === "SELECT") {
      const options = [...control.options];
      const isSet = options.some((option) => option.defaultSelected);
      return options.every((option, at) => option.selected === (isSet ? option.defaultSelected : at === 0));
    }
    return !("defaultValue" in control) || control.type === "hidden" || control.value === control.defaultValue;
  });
}

/**
 * Puts the fields into the form, tells of each change, and returns the fields that the form has no place for yet. Boxes and
 * choices that aren't among the fields are cleared, unless the fields are only a part of the form.
 */
export function fill(form, fields, isPart = false) {
  const texts = new Map();
  for (const [name, text] of fields) {
    texts.set(name, [...(texts.get(name) ?? []), text]);
  }
  const names = new Set();
  for (const control of [...form.elements]) {
    if (isFilled(control) && (!isPart || texts.has(control.name))) {
      names.add(control.name);
      if (put(control, texts.get(control.name) ?? [])) {
        control.dispatchEvent(new Event("input", { bubbles: true }));
        control.dispatchEvent(new Event("change", { bubbles: true }));
      }
    }
  }
  return fields.filter(([name]) => !names.has(name) && name !== "form_page");
}

function isFilled(control) {
  const isOurs = control.name && !APART.has(control.name) && control.name !== "form_page";
  return isOurs && !["file", "submit", "button", "image", "reset", "fieldset", "output"].includes(control.type);
}

// Texts of fields that share a name go in their order; tells whether the control changed.
function put(control, texts) {
  if (control.type === "radio" || control.type === "checkbox") {
    return set(control, "checked", texts.includes(control.value));
  }
  if (control.type === "select-multiple") {
    return [...control.options].map((option) => set(option, "selected", texts.includes(option.value))).includes(true);
  }
  return texts.length > 0 && set(control, "value", texts.shift());
}

function set(target, property, value) {
  const old = target[property];
  target[property] = value;
  return target[property] !== old;
}
