/** The screens by name, wherever one leads to another. */
export const pagesEn = {
  list: 'Screens',
  wall: 'Wall',
  desk: 'Desk',
  energy: 'Energy review',
  alarms: 'Alarms',
  trends: 'Trends',
  admin: 'Administration',
};

/** What the way from screen to screen has to say in every language. */
export type PagesTexts = Readonly<Record<keyof typeof pagesEn, string>>;
