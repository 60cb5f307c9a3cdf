import { QUALITIES, worseQuality, type Quality } from '#shared/wire/quality.ts';
import type { Reading, SourceQuality } from '#shared/wire/reading.ts';
import { qualityOfSource, SOURCE_SYSTEMS } from '../../readings/source-quality.ts';
import { instantOf } from './parse-instant.ts';

/** A reading, or what is wrong with it. */
export type ParsedReading = Reading | string;

const LONGEST_TEXT = 200;

const isRecord = (raw: unknown): raw is Record<string, unknown> =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw);

const isShortText = (raw: unknown): raw is string =>
  typeof raw === 'string' && raw.length > 0 && raw.length <= LONGEST_TEXT;

const isQuality = (raw: unknown): raw is Quality => QUALITIES.some((quality) => quality === raw);

/** The source's code and what it means, or what is wrong. */
function sourceQualityOf(raw: unknown): { kept: SourceQuality; means: Quality } | string {
  const system = isRecord(raw)
    ? SOURCE_SYSTEMS.find((known) => known === raw['system'])
    : undefined;
  if (!isRecord(raw) || !system) {
    return `sourceQuality needs "system", one of ${SOURCE_SYSTEMS.join(', ')}, and "code"`;
  }
  const kept = { system, code: String(raw['code']) };
  const means = qualityOfSource(kept);
  return means ? { kept, means } : `sourceQuality: ${system} has no code "${kept.code}"`;
}

/**
 * One element of a batch. Checked by hand and not by a schema, because every one of 50,000 a second
 * comes through here; `readingSchema` says the same for the OpenAPI document, and a test keeps them equal.
 * @param sender who sent it, where the reading does not say
 */
export function readingOf(raw: unknown, sender: string): ParsedReading {
  if (!isRecord(raw)) return 'a reading is an object { "tag", "at", "value" }';
  const { tag, value, quality, sourceQuality, source, seq } = raw;
  if (!isShortText(tag)) return `"tag" must be text of 1 to ${LONGEST_TEXT} characters`;
  const at = instantOf(raw['at']);
  if (typeof at === 'string') return `"at": ${at}`;
  if (value !== null && typeof value !== 'number') return '"value" must be a number or null';
  if (quality !== undefined && !isQuality(quality)) {
    return `"quality" must be one of ${QUALITIES.join(', ')}`;
  }
  if (source !== undefined && !isShortText(source)) return '"source" must be a short text';
  if (seq !== undefined && !Number.isSafeInteger(seq)) return '"seq" must be a whole number';
  const reading = { tag, at, value, quality: quality ?? 'good', source: source ?? sender };
  const numbered = seq === undefined ? reading : { ...reading, seq: seq as number };
  if (sourceQuality === undefined) return numbered;
  const code = sourceQualityOf(sourceQuality);
  if (typeof code === 'string') return code;
  return {
    ...numbered,
    quality: worseQuality(numbered.quality, code.means),
    sourceQuality: code.kept,
  };
}
