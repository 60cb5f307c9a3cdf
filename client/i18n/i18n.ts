import { createI18n } from 'vue-i18n';
import { en } from './en.ts';
import { zh } from './zh.ts';

/** The page's texts; both languages are on board, so that a switch needs no loading. */
export function createTexts(language: 'zh' | 'en') {
  return createI18n({
    legacy: false,
    locale: language,
    fallbackLocale: 'en',
    missingWarn: false,
    fallbackWarn: false,
    messages: { en, zh },
  });
}
