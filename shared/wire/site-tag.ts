import type { SiteTag } from '#shared/station/site-schema.ts';
import { ANALOG_PERIOD_MS, MARK_ALL, type Tag } from './tag.ts';

/** A tag that only the site knows; it belongs to the station its path begins with. */
function tagOfSiteAlone(line: SiteTag): Tag {
  return {
    tag: line.tag,
    station: line.tag.split('/')[0]!,
    name: { zh: line.tag, en: line.tag },
    unit: '1',
    origin: 'measured',
    periodMs: ANALOG_PERIOD_MS,
    onFault: MARK_ALL,
  };
}

/** A key set to null takes the tag's own away; one that is absent or undefined keeps it. */
function changed<T extends object>(base: T, changes: object): T {
  const result: Record<string, unknown> = Object.fromEntries(Object.entries(base));
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) delete result[key];
    else if (value !== undefined) result[key] = value;
  }
  return result as T;
}

/** A tag of the list with what the site says of it, or the site's own tag where the list has none. */
export function withSiteTag(tag: Tag | undefined, line: SiteTag): Tag {
  const base = tag ?? tagOfSiteAlone(line);
  const onFault = changed(base.onFault, line.onFault ?? {});
  return { ...changed(base, { ...line, onFault: undefined }), onFault };
}
