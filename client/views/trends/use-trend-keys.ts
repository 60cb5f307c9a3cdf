/** What a key does to the picture. */
export interface KeyDeeds {
  /** To the place before or after; `by` in places. */
  step(by: number): void;
  /** To the first or last instant. */
  edge(end: 'first' | 'last'): void;
  pan(share: number): void;
  zoom(factor: number): void;
  raw(): void;
  now(): void;
  letGo(): void;
}

/** Shares of the picture that a key moves it by. */
const KEY_PAN = 0.25;
const PAGE_PAN = 1;
const KEY_ZOOM = 1.5;

/** The keys of the picture; every one of them has a button too, but those of the cursor. */
export function trendKey(event: KeyboardEvent, deeds: KeyDeeds): void {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const along = event.key === 'ArrowLeft' ? -1 : 1;
  const table: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => (event.shiftKey ? deeds.pan(along * KEY_PAN) : deeds.step(along)),
    ArrowRight: () => (event.shiftKey ? deeds.pan(along * KEY_PAN) : deeds.step(along)),
    Home: () => deeds.edge('first'),
    End: () => deeds.edge('last'),
    PageUp: () => deeds.pan(-PAGE_PAN),
    PageDown: () => deeds.pan(PAGE_PAN),
    '+': () => deeds.zoom(1 / KEY_ZOOM),
    '=': () => deeds.zoom(1 / KEY_ZOOM),
    '-': () => deeds.zoom(KEY_ZOOM),
    r: () => deeds.raw(),
    R: () => deeds.raw(),
    n: () => deeds.now(),
    N: () => deeds.now(),
    Escape: () => deeds.letGo(),
  };
  const deed = table[event.key];
  if (!deed) return;
  event.preventDefault();
  deed();
}
