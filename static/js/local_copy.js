// What was typed and not yet acknowledged, kept in this browser. Private mode or a full disk only lose the copy.
const PREFIX = "vt:";

export function keep(key, fields, version, sent = false) {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify({ fields, version, sent, kept: Date.now() }));
    return true;
  } catch {
    return false;
  }
}

export function kept(key) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + key));
  } catch {
    return null;
  }
}

export function forget(key) {
  try {
    localStorage.removeItem(PREFIX + key);
  } catch {
    // Nothing was kept, so nothing is left to forget.
  }
}
