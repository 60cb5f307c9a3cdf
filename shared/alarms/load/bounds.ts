/** The figures of an alarm system's own load, in the order of IEC 62682, 16.4 (ISA-18.2, 16.5). */
export const LOAD_FIGURES = [
  'perDay',
  'perHour',
  'perTenMinutes',
  'hoursOver30',
  'tenMinutesOver10',
  'mostInTenMinutes',
  'floodShare',
  'topTenShare',
  'chattering',
  'fleeting',
  'stale',
  'highShare',
  'mediumShare',
  'lowShare',
] as const;
export type LoadFigureCode = (typeof LOAD_FIGURES)[number];

export type LoadLight = 'green' | 'yellow' | 'red' | 'none';

/** Up to (or from) where a figure is green, and yellow. */
export interface LoadBounds {
  readonly green: number;
  readonly yellow: number;
  /** `most`: what is above is worse. `below`: the same, and the bound itself is worse already. `least`: what is less is worse. */
  readonly side: 'most' | 'below' | 'least';
  /** Whether `yellow` stands in the standard; where it gives one bound only, the second is ours. */
  readonly isStandard: boolean;
  /** Shares (0..1) are shown as percent. */
  readonly isShare: boolean;
  /** With fewer alarms than this the figure says nothing. */
  readonly leastAlarms: number;
}

const rate = { side: 'most', isStandard: true, isShare: false, leastAlarms: 0 } as const;
const share = { side: 'below', isStandard: false, isShare: true, leastAlarms: 0 } as const;
const count = { side: 'most', isStandard: false, isShare: false, leastAlarms: 0 } as const;
/** Ten alarms make a top ten of 100 %, and one of them 10 % of the mix: a share wants more of them. */
const MIX_LEAST = 100;

/**
 * IEC 62682, table of performance metrics, of one operator's console over 30 days: very likely to be
 * acceptable, and manageable at most.
 */
export const LOAD_BOUNDS: Readonly<Record<LoadFigureCode, LoadBounds>> = {
  perDay: { ...rate, green: 144, yellow: 288 },
  perHour: { ...rate, green: 6, yellow: 12 },
  perTenMinutes: { ...rate, green: 1, yellow: 2 },
  hoursOver30: { ...share, green: 0.01, yellow: 0.05 },
  tenMinutesOver10: { ...share, green: 0.01, yellow: 0.05 },
  mostInTenMinutes: { ...count, green: 10, yellow: 20 },
  floodShare: { ...share, green: 0.01, yellow: 0.05 },
  topTenShare: { ...share, side: 'most', green: 0.05, yellow: 0.2, leastAlarms: MIX_LEAST },
  chattering: { ...count, green: 0, yellow: 2 },
  fleeting: { ...count, green: 0, yellow: 2 },
  stale: { ...count, side: 'below', green: 5, yellow: 10 },
  highShare: { ...share, side: 'most', green: 0.05, yellow: 0.1, leastAlarms: MIX_LEAST },
  mediumShare: { ...share, side: 'most', green: 0.15, yellow: 0.25, leastAlarms: MIX_LEAST },
  lowShare: { ...share, side: 'least', green: 0.8, yellow: 0.65, leastAlarms: MIX_LEAST },
};

/** @param alarms how many the figure was made of */
export function lightOf(code: LoadFigureCode, value: number, alarms: number): LoadLight {
  const { green, yellow, side, leastAlarms } = LOAD_BOUNDS[code];
  if (alarms < leastAlarms) return 'none';
  const isWithin = (bound: number): boolean => {
    if (side === 'least') return value >= bound;
    return side === 'below' ? value < bound : value <= bound;
  };
  if (isWithin(green)) return 'green';
  return isWithin(yellow) ? 'yellow' : 'red';
}
