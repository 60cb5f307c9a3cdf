import { z } from 'zod';

export const stationSchema = z.string().min(1).max(100);
const id = z.string().min(1).max(300);

export const seenSchema = z.strictObject({ id, occurrence: z.int().nonnegative() });
export const namedSchema = z.strictObject({ id });
/** Whether it is empty the use case says, with what is missing. */
export const reasonSchema = z.string().max(500);
