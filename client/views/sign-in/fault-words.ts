/** What of an HttpError is put into words. */
interface Refused {
  readonly code: string;
  readonly message: string;
  readonly retryAfterS: number | null;
}

interface Texts {
  readonly t: (key: string, values?: Record<string, unknown>) => string;
  readonly te: (key: string) => boolean;
}

const isRefused = (error: unknown): error is Refused =>
  error instanceof Error && 'code' in error && typeof error.code === 'string';

/** Why something was refused, in words that say what helps; the server's own where the code is not known. */
export function faultWords(error: unknown, { t, te }: Texts): string {
  if (!isRefused(error)) return t('access.fault.other', { message: String(error) });
  const { code, message } = error;
  const minutes = Math.ceil((error.retryAfterS ?? 60) / 60);
  const key = `access.fault.${code}`;
  return te(key) ? t(key, { message, minutes }) : t('access.fault.other', { message });
}
