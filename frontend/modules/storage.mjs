// What was typed and isn't acknowledged by the server yet, kept in the window's own storage. An entry belongs to one person
// and one form; another person's entries are never read, only removed. Where there is no storage, nothing is kept, and the
// pages work as plain forms.

const PREFIX = "eva:draft:";

function storage() {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}

/** Returns the key of an entry. */
export function keyOf(person, place, formKey) {
  return `${PREFIX}${person}:${place}:${formKey}`;
}

/** Keeps an entry; tells whether it could. */
export function put(key, entry) {
  try {
    storage()?.setItem(key, JSON.stringify(entry));
    return true;
  } catch {
    return false; // no room, or no storage at all
  }
}

/** Returns the entry, or null. */
export function get(key) {
  try {
    return JSON.parse(storage()?.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

/** Removes the entry. */
export function remove(key) {
  try {
    storage()?.removeItem(key);
  } catch {
    // nothing was kept then
  }
}

/** Returns the keys of the entries that begin with the text. */
export function keys(start = PREFIX) {
  try {
    return Object.keys(storage() ?? {}).filter((key) => key.startsWith(start));
  } catch {
    return [];
  }
}

/** Returns the keys of a person's entries of a form, the newest first. */
export function keysAt(person, place) {
  const found = keys(`${PREFIX}${person}:${place}:`);
  return found.sort((one, other) => (get(other)?.at ?? 0) - (get(one)?.at ?? 0));
}

/** Removes everything but the entries of the person. */
export function keepOnly(person) {
  for (const key of keys()) {
    if (!key.startsWith(`${PREFIX}${person}:`)) {
      remove(key);
    }
  }
}

/** Removes everything. */
export function clear() {
  keys().forEach(remove);
}
