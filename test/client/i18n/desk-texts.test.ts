import { createI18n } from 'vue-i18n';
import { expect, test } from 'vitest';
import { reasonCodes } from '#shared/dispatch/reason-codes.ts';
import { DEVIATION_CAUSES } from '#shared/wire/following.ts';
import { PLAN_STATES, PLAN_STEPS } from '#shared/wire/plan-life.ts';
import { deskEn } from '#client/i18n/desk-en.ts';
import { deskZh } from '#client/i18n/desk-zh.ts';

function leaves(texts: object, path = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string'
      ? [[`${path}${key}`, value] as [string, string]]
      : leaves(value as object, `${path}${key}.`),
  );
}
const placeholders = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).toSorted();

test('the desk says the same in both languages, with the same values', () => {
  const chinese = new Map(leaves(deskZh));
  for (const [path, text] of leaves(deskEn)) {
    expect(placeholders(chinese.get(path) ?? 'absent'), path).toEqual(placeholders(text));
  }
  expect(chinese.size).toBe(leaves(deskEn).length);
});

test('no text of the desk is one that cannot be compiled', () => {
  for (const [locale, messages] of Object.entries({ en: deskEn, zh: deskZh })) {
    const { t } = createI18n({ legacy: false, locale, messages: { [locale]: messages } }).global;
    for (const [path] of leaves(messages)) expect(() => t(path), path).not.toThrow();
  }
});

test('every cause, state and step has its word', () => {
  const causes = reasonCodes.filter((code) => code.startsWith('step.'));
  for (const code of causes) expect(Object.keys(deskEn.cause)).toContain(code.slice(5));
  expect(Object.keys(deskEn.follow.causes).toSorted()).toEqual([...DEVIATION_CAUSES].toSorted());
  expect(Object.keys(deskEn.decide.state).toSorted()).toEqual([...PLAN_STATES].toSorted());
  expect(Object.keys(deskEn.decide.step).toSorted()).toEqual(Object.keys(PLAN_STEPS).toSorted());
});
