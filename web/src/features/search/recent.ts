// What somebody opened from the search, kept in this browser, for this person only.
export interface Recent {
  kind: string;
  id: string;
  title: string;
  note: string;
  path: string;
}

const most = 8;
const key = (person: string) => `tenzij.recent.${person}`;

const isRecent = (item: unknown): item is Recent =>
  typeof item === 'object' &&
  item !== null &&
  ['kind', 'id', 'title', 'note', 'path'].every((name) => typeof (item as Record<string, unknown>)[name] === 'string');

// The browser may keep nothing (a private window, a full disk): then there is nothing recent.
export function recentOf(person: string): Recent[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key(person)) ?? '[]');
    return Array.isArray(kept)
      ? kept
          .filter(isRecent)
          .filter((each) => each.path.startsWith('/'))
          .slice(0, most)
      : [];
  } catch {
    return [];
  }
}

export function keepRecent(person: string, opened: Recent): void {
  const others = recentOf(person).filter((each) => each.kind !== opened.kind || each.id !== opened.id);
  try {
    localStorage.setItem(key(person), JSON.stringify([opened, ...others].slice(0, most)));
  } catch {
    // See above.
  }
}

export function forgetRecent(person: string): void {
  try {
    localStorage.removeItem(key(person));
  } catch {
    // See above.
  }
}
