// Asking the server something while the page stays.

const PATIENCE_MS = 30000;

/** Returns the answer {status, body}; status 0 when the server wasn't reached, body null when it isn't JSON. */
export async function ask(path, fields = null, { patience = PATIENCE_MS, ...options } = {}) {
  try {
    const answer = await fetch(path, {
      method: fields ? "POST" : "GET",
      body: fields,
      credentials: "same-origin",
      headers: { Accept: "application/json", "X-Requested-With": "fetch" },
      redirect: "manual",
      signal: AbortSignal.timeout?.(patience),
      ...options,
    });
    return { status: answer.status, body: await answer.json().catch(() => null) };
  } catch {
    return { status: 0, body: null };
  }
}

/** Returns the number of the person that the page was made for, "" for a stranger. */
export function personOfPage() {
  return document.documentElement.dataset.person ?? "";
}

/** Puts a fresh token into all forms of the page; tells whether the person is still the same. */
export async function renewToken() {
  const { status, body } = await ask("/session/token");
  if (status !== 200 || String(body?.person) !== personOfPage()) {
    return false;
  }
  for (const input of document.querySelectorAll('input[name="csrf_token"]')) {
    input.value = body.token;
  }
  return true;
}

/** Returns a token of the page or of one form, to be sent with a question. */
export function token(root = document) {
  return root.querySelector('input[name="csrf_token"]')?.value ?? "";
}

/** Tells the page's clock how long the session lasts. */
export function tellLeft(seconds) {
  if (Number.isFinite(seconds)) {
    document.dispatchEvent(new CustomEvent("eva:left", { detail: seconds }));
  }
}
