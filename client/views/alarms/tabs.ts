/** Lists of the page, and its other pages. */
export const LIST_TABS = ['shown', 'shelved', 'suppressed', 'out'] as const;
export type ListTab = (typeof LIST_TABS)[number];
export const ALARM_TABS = [...LIST_TABS, 'journal', 'sheet', 'load'] as const;
export type AlarmTab = (typeof ALARM_TABS)[number];
