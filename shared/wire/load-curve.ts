import type { Who } from './plan-life.ts';

/** The load that the grid orders for one local day. */
export interface LoadCurve {
  readonly id: string;
  /** Local day, YYYY-MM-DD. */
  readonly day: string;
  /** 15 with 96 points (92, 100), 5 with 288 (276, 300): whatever the day has. */
  readonly stepMinutes: 5 | 15;
  /** Mean export ordered in each step, MW, from local midnight on. */
  readonly mw: readonly number[];
  /** Name of the file, or `paste`. */
  readonly source: string;
  readonly importedBy: Who;
  readonly importedAt: number;
}

/** One place of a table that could not be understood, and what would mend it. */
export interface LoadFault {
  /** Line of the text or row of the sheet, from 1; null: the table as a whole. */
  readonly line: number | null;
  readonly column: number | null;
  readonly wrong: string;
  readonly right: string;
}

/** What was understood of a table before anybody takes it for the order. */
export interface LoadPreview {
  /** Day that the table names, or that was asked for; null: neither. */
  readonly day: string | null;
  readonly stepMinutes: 5 | 15 | null;
  readonly mw: readonly number[];
  readonly source: string;
  /** In words, for the preview: delimiter, columns taken, decimal sign, unit. */
  readonly understood: {
    readonly encoding: 'utf-8' | 'utf-16' | 'gbk' | 'xlsx';
    /** `table` of a sheet. */
    readonly delimiter: 'tab' | 'semicolon' | 'comma' | 'line' | 'table';
    /** Column of the loads, from 1, and what its header says. */
    readonly column: number;
    readonly header: string | null;
    /** Whether its times are those of the steps' beginnings or ends; null: it has none. */
    readonly timesMean: 'start' | 'end' | null;
    readonly decimalSign: '.' | ',';
    /** Unit the table says; loads are turned into MW. */
    readonly unit: 'MW' | 'kW' | null;
  } | null;
  readonly sumMwh: number;
  /** Empty: it may be imported. */
  readonly faults: readonly LoadFault[];
}

export interface ImportLoadCurveRequest {
  readonly day: string;
  readonly stepMinutes: 5 | 15;
  readonly mw: readonly number[];
  readonly source: string;
}

export interface ListLoadCurvesRequest {
  /** First and last local day, YYYY-MM-DD, both inclusive. */
  readonly from: string;
  readonly to: string;
}
