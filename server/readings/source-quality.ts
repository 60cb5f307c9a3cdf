import type { Quality } from '#shared/wire/quality.ts';
import type { SourceQuality } from '#shared/wire/reading.ts';

/** One vocabulary: a code as the source writes it to our quality, or null where it is no such code. */
type Vocabulary = (code: string) => Quality | null;

const fromTable =
  (table: Readonly<Record<string, Quality>>): Vocabulary =>
  (code) =>
    table[code] ?? null;

function unsigned(code: string, most: number): number | null {
  const number = /^(0x[0-9a-f]+|\d+)$/i.test(code) ? Number(code) : NaN;
  return number <= most ? number : null;
}

/** Status words whose meaning says more than their severity. */
const OPC_UA_WORDS: Readonly<Record<number, Quality>> = {
  0x4090: 'doubtful', // UncertainLastUsableValue
  0x4091: 'substituted', // UncertainSubstituteValue
  0x8031: 'missing', // BadNoCommunication
  0x808a: 'missing', // BadNotConnected
  0x808b: 'bad', // BadDeviceFailure
  0x808c: 'bad', // BadSensorFailure
  0x808d: 'bad', // BadOutOfService
};

/** OPC UA Part 4, 7.39: the two highest bits are the severity, the upper half names the condition. */
function opcUa(code: string): Quality | null {
  const status = unsigned(code, 0xffffffff);
  if (status === null) return null;
  const word = OPC_UA_WORDS[status >>> 16];
  if (word) return word;
  const severities: readonly Quality[] = ['good', 'doubtful', 'bad', 'bad'];
  return severities[status >>> 30] ?? 'bad';
}

/** OPC DA 3.0, 6.8: QQSSSSLL; QQ is the severity, two of the bad ones say that the link is down. */
function opcDa(code: string): Quality | null {
  const status = unsigned(code, 0xffff);
  if (status === null) return null;
  const substatus = status & 0b11111100;
  if (substatus === 20) return 'doubtful'; // last known value
  if (substatus === 8 || substatus === 24) return 'missing'; // not connected, communication failure
  if (substatus === 216) return 'substituted'; // good, local override
  const severities: readonly Quality[] = ['bad', 'doubtful', 'bad', 'good'];
  return severities[(status >> 6) & 3] ?? 'bad';
}

/** IEC 60870-5-101/104 quality descriptors, worst first; several may be set at once. */
const IEC60870_FLAGS: readonly (readonly [flag: string, quality: Quality])[] = [
  ['IV', 'bad'],
  ['OV', 'bad'],
  ['BL', 'doubtful'],
  ['NT', 'doubtful'],
  ['SB', 'substituted'],
];

/** `''` or `OK` is good; else the flags' names, between them a comma, a blank or a bar. */
function iec60870(code: string): Quality | null {
  const flags = code
    .toUpperCase()
    .split(/[\s,|]+/)
    .filter((flag) => flag !== '' && flag !== 'OK');
  const known = new Set(IEC60870_FLAGS.map(([flag]) => flag));
  if (flags.some((flag) => !known.has(flag))) return null;
  return IEC60870_FLAGS.find(([flag]) => flags.includes(flag))?.[1] ?? 'good';
}

/** CWMS: the five low bits screen the value; the bits above tell how and do not matter here. */
function cwms(code: string): Quality | null {
  const bits = unsigned(code, 0xffffffff);
  if (bits === null) return null;
  const screened: Readonly<Record<number, Quality>> = {
    0: 'good', // unscreened
    1: 'good', // screened, no verdict
    3: 'good',
    5: 'missing',
    9: 'doubtful',
    17: 'bad',
  };
  return screened[bits & 0b11111] ?? 'doubtful';
}

/** Delft-FEWS: reliable, doubtful, unreliable, each original, corrected or completed; 9 is missing. */
const fews = fromTable({
  '0': 'good',
  '1': 'substituted',
  '2': 'substituted',
  '3': 'doubtful',
  '4': 'doubtful',
  '5': 'doubtful',
  '6': 'bad',
  '7': 'bad',
  '8': 'bad',
  '9': 'missing',
});

/** USGS qualifiers: provisional, approved, estimated; an estimate may stand beside either. */
function usgs(code: string): Quality | null {
  const parts = code.toUpperCase().split(/[\s,:]+/);
  if (parts.some((part) => !['P', 'A', 'E'].includes(part))) return null;
  return parts.includes('E') ? 'substituted' : 'good';
}

/** IEC 61850-7-3 validity and the detail that overrides it. */
const iec61850 = fromTable({
  good: 'good',
  substituted: 'substituted',
  questionable: 'doubtful',
  oldData: 'doubtful',
  inconsistent: 'doubtful',
  inaccurate: 'doubtful',
  oscillatory: 'doubtful',
  test: 'doubtful',
  operatorBlocked: 'doubtful',
  invalid: 'bad',
  overflow: 'bad',
  outOfRange: 'bad',
  badReference: 'bad',
  failure: 'bad',
});

/** The one table of the sources' quality vocabularies. */
const VOCABULARIES: Readonly<Record<SourceQuality['system'], Vocabulary>> = {
  opcua: opcUa,
  opcda: opcDa,
  iec60870,
  iec61850,
  cwms,
  fews,
  usgs,
};

export const SOURCE_SYSTEMS = Object.keys(VOCABULARIES) as readonly SourceQuality['system'][];

/** What a source's own code means in our words; null where the source's vocabulary has no such code. */
export function qualityOfSource({ system, code }: SourceQuality): Quality | null {
  return VOCABULARIES[system](code);
}
