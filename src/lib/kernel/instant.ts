// Moments and durations that everyone shares; a number says its unit in its type.
import * as z from 'zod/mini';

/** Milliseconds since 1970-01-01T00:00Z, up to the end of the year 9999: what lies at the very end of a clock cannot be shown. */
export const Instant = z.int().check(z.gte(0), z.lte(253_402_300_799_999));
export type Instant = z.infer<typeof Instant>;

/** Whole minutes. */
export const Minutes = z.int().check(z.gte(0), z.lte(527_040));
export type Minutes = z.infer<typeof Minutes>;

export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;
