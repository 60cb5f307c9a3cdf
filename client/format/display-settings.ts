export type Language = 'zh' | 'en';

/** How a page looks now, whatever rule chose it. */
export type Theme = 'light' | 'dark';
