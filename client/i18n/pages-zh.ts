import type { PagesTexts } from './pages-en.ts';

export const pagesZh: PagesTexts = {
  list: '画面',
  wall: '大屏',
  desk: '调度台',
  energy: '用电复盘',
  alarms: '报警',
  trends: '趋势',
  admin: '管理',
};
