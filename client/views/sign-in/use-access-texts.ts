import { useI18n } from 'vue-i18n';
import { accessEn } from '#client/i18n/access-en.ts';
import { accessZh } from '#client/i18n/access-zh.ts';

/** Brings the texts of sign-in and administration on board; the wall need not carry them. */
export function useAccessTexts(): { readonly t: (key: string, values?: object) => string } {
  const { t, mergeLocaleMessage } = useI18n({ useScope: 'global' });
  mergeLocaleMessage('en', { access: accessEn });
  mergeLocaleMessage('zh', { access: accessZh });
  return { t: (key, values = {}) => t(key, { ...values }) };
}
