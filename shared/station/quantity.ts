import { z } from 'zod';

/** A finite number of a quantity; `unit` is told to whoever wrote something else. */
export const number = (unit?: string): z.ZodNumber =>
  unit === undefined ? z.number() : z.number().meta({ unit });

/** A number ≥ 0. */
export const nonNegative = (unit?: string): z.ZodNumber => number(unit).nonnegative();

/** A number > 0. */
export const positive = (unit?: string): z.ZodNumber => number(unit).positive();
