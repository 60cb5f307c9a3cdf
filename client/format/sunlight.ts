import { getPosition } from 'suncalc';

/** The sun’s upper edge is on the horizon at this apparent altitude of its middle (half its width), degrees. */
const HORIZON_DEG = -0.267;

/** Whether it is between sunrise and sunset at a place; degrees, north and east positive. */
export function isSunUp(at: number, latitude: number, longitude: number): boolean {
  return getPosition(new Date(at), latitude, longitude).altitude > HORIZON_DEG;
}

/** Whether an hour of the day, with its fraction, lies in `[from, to)`; past midnight where they are turned round. */
export function isWithinHours(hour: number, from: number, to: number): boolean {
  if (from === to) return true;
  return from < to ? hour >= from && hour < to : hour >= from || hour < to;
}
