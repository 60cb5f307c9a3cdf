import { describe, expect, it } from 'vitest';
import { exampleSite, exampleSystem } from '#shared/station/example/example.ts';
import { siteSchema } from '#shared/station/site-schema.ts';
import { tagList } from '#shared/wire/tag-list.ts';

const tags = tagList(exampleSystem, exampleSite);
const station = exampleSystem.stations[0]!;
const find = (path: string, among = tags) => among.find((tag) => tag.tag === path);

const siteWith = (lines: unknown[]) => siteSchema.parse({ ...exampleSite, tags: lines });

describe('the tag list', () => {
  it('has 7 measured and 7 calculated tags of the station, 8 of each unit, one of each feeder', () => {
    const expected = 7 + 7 + 8 * station.units.length + exampleSite.feeders.length;
    expect(tags.filter((tag) => tag.station === station.id)).toHaveLength(expected);
  });

  it('names each tag once', () => {
    expect(new Set(tags.map((tag) => tag.tag)).size).toBe(tags.length);
  });

  it('gives a unit’s power the range from motoring at 1 MW to 15 % overload', () => {
    const unit = station.units[0]!;
    expect(find(`${station.id}/${unit.id}/mw`)).toMatchObject({
      unit: 'MW',
      unitId: unit.id,
      range: [-1, 1.15 * unit.mwMax],
    });
  });

  it('lets the site change one rule of a tag and keeps the rest', () => {
    const path = `${station.id}/forebay/level`;
    const changed = find(
      path,
      tagList(exampleSystem, siteWith([{ tag: path, onFault: { rate: 'refuse' } }])),
    );
    expect(changed?.onFault).toEqual({ range: 'mark', rate: 'refuse', frozen: 'mark' });
    expect(changed?.range).toEqual(find(path)?.range);
  });

  it('takes a rule away where the site says null', () => {
    const path = `${station.id}/forebay/level`;
    const changed = find(path, tagList(exampleSystem, siteWith([{ tag: path, ratePerS: null }])));
    expect(changed).not.toHaveProperty('ratePerS');
  });

  it('adds a tag that only the site knows to the station its path begins with', () => {
    const line = {
      tag: `${station.id}/cooling/temperature`,
      name: { zh: '冷却水温', en: 'Cooling water' },
      unit: '°C',
      periodMs: 60_000,
    };
    const added = tagList(exampleSystem, siteWith([line])).at(-1);
    expect(added).toMatchObject({ ...line, station: station.id, origin: 'measured' });
  });
});
