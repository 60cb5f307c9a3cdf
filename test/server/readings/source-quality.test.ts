import { describe, expect, it } from 'vitest';
import type { SourceQuality } from '#shared/wire/reading.ts';
import { qualityOfSource } from '#server/readings/source-quality.ts';

type Line = readonly [SourceQuality['system'], string, string | null];

const LINES: readonly Line[] = [
  ['opcua', '0', 'good'],
  ['opcua', '0x00000000', 'good'],
  ['opcua', '0x40000000', 'doubtful'],
  ['opcua', '0x40900000', 'doubtful'],
  ['opcua', '0x40910000', 'substituted'],
  ['opcua', '0x80000000', 'bad'],
  ['opcua', '0x80310000', 'missing'],
  ['opcua', '0x808A0000', 'missing'],
  ['opcua', '0x808B0000', 'bad'],
  ['opcua', '0x808C0000', 'bad'],
  ['opcua', '0x808D0000', 'bad'],
  ['opcua', '0xC0000000', 'bad'],
  ['opcda', '192', 'good'],
  ['opcda', '216', 'substituted'],
  ['opcda', '0', 'bad'],
  ['opcda', '20', 'doubtful'],
  ['opcda', '24', 'missing'],
  ['opcda', '68', 'doubtful'],
  ['iec60870', '', 'good'],
  ['iec60870', 'IV', 'bad'],
  ['iec60870', 'NT', 'doubtful'],
  ['iec60870', 'SB', 'substituted'],
  ['iec60870', 'BL', 'doubtful'],
  ['iec60870', 'OV', 'bad'],
  ['iec60870', 'SB,NT', 'doubtful'],
  ['iec60870', 'sb iv', 'bad'],
  ['iec61850', 'good', 'good'],
  ['iec61850', 'questionable', 'doubtful'],
  ['iec61850', 'invalid', 'bad'],
  ['cwms', '0', 'good'],
  ['cwms', '3', 'good'],
  ['cwms', '5', 'missing'],
  ['cwms', '9', 'doubtful'],
  ['cwms', '17', 'bad'],
  // 2435 is 3 (okay) with bits that tell how it was replaced.
  ['cwms', '2435', 'good'],
  ['fews', '0', 'good'],
  ['fews', '1', 'substituted'],
  ['fews', '4', 'doubtful'],
  ['fews', '8', 'bad'],
  ['fews', '9', 'missing'],
  ['usgs', 'P', 'good'],
  ['usgs', 'A', 'good'],
  ['usgs', 'A, e', 'substituted'],
  ['opcua', 'Good', null],
  ['opcda', '-1', null],
  ['iec60870', 'XX', null],
  ['fews', '10', null],
  ['usgs', 'Ice', null],
];

describe('the sources’ quality codes', () => {
  it.each(LINES)('%s %j is %s', (system, code, quality) => {
    expect(qualityOfSource({ system, code })).toBe(quality);
  });
});
