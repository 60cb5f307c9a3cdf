const KEY = 'forebay.view-token';

/**
 * The display token of this page: `?token=` once, then kept for the tab, so that a screen's address
 * can be bookmarked with it and the token does not stay on show in the address line.
 * @returns null where the server asks for none
 */
export function viewToken(location: Location, storage: Storage): string | null {
  const given = new URL(location.href).searchParams.get('token');
  if (given) storage.setItem(KEY, given);
  return given ?? storage.getItem(KEY);
}
