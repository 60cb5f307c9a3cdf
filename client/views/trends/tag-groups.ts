import type { Tag } from '#shared/wire/tag.ts';

/** Tags that belong together: of the station, a unit (its id), own consumption, or of none of these. */
export interface TagGroup {
  readonly group: string;
  readonly tags: readonly Tag[];
}

const groupOf = ({ tag, station, unitId }: Tag): string => {
  if (unitId !== undefined) return unitId;
  if (tag.startsWith(`${station}/service/`)) return 'service';
  return tag.startsWith(`${station}/`) ? 'station' : 'other';
};

/** @param wanted words, each of which must stand in the names, or a part of the path; empty: all */
export function groupTags(tags: readonly Tag[], wanted: string): TagGroup[] {
  const whole = wanted.trim().toLocaleLowerCase();
  const words = whole.split(/\s+/);
  const groups = new Map<string, Tag[]>();
  for (const tag of tags) {
    const names = `${tag.name.zh} ${tag.name.en} ${tag.unit}`.toLocaleLowerCase();
    const isNamed = words.every((word) => names.includes(word));
    if (!isNamed && !tag.tag.toLocaleLowerCase().includes(whole)) continue;
    const group = groupOf(tag);
    groups.set(group, [...(groups.get(group) ?? []), tag]);
  }
  return [...groups].map(([group, members]) => ({ group, tags: members }));
}
