/** A quarter-hour on paper: its beginning, and the output of each unit and of the station, MW. */
export interface PrintLine {
  readonly at: number;
  readonly time: string;
  readonly cells: readonly string[];
}
