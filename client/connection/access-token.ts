const KEY = 'forebay.view-token';

/**
 * The display token of this page: `#token=` in its address (`?token=` too), then kept for the tab, so that
 * a screen's address can be bookmarked with it and the token does not stay on show in the address line.
 * What stands behind `#` is sent to no server and stands in no log.
 * @returns null where there is none
 */
export function viewToken(location: Location, storage: Storage): string | null {
  const address = new URL(location.href);
  const behind = new URLSearchParams(address.hash.slice(1)).get('token');
  const given = behind ?? address.searchParams.get('token');
  if (given) storage.setItem(KEY, given);
  return given ?? storage.getItem(KEY);
}

const SCREEN_KEY = 'forebay.screen';
const KEY_BYTES = 16;

/**
 * The key of this browser, which a display's token is bound to: made once, and kept as long as the browser
 * keeps anything.
 * @returns null where it keeps nothing
 */
export function screenKey(
  storage: Storage,
  random: (bytes: Uint8Array<ArrayBuffer>) => void,
): string | null {
  try {
    const kept = storage.getItem(SCREEN_KEY);
    if (kept) return kept;
    const bytes = new Uint8Array(KEY_BYTES);
    random(bytes);
    const made = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    storage.setItem(SCREEN_KEY, made);
    return made;
  } catch {
    return null;
  }
}
