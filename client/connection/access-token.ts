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
