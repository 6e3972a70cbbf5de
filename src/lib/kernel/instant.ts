// Moments and durations that everyone shares; a number says its unit in its type.
import * as z from 'zod/mini';

/** Milliseconds since 1970-01-01T00:00Z. */
export const Instant = z.int().check(z.gte(0), z.lte(8_640_000_000_000_000));
export type Instant = z.infer<typeof Instant>;

/** Whole minutes. */
export const Minutes = z.int().check(z.gte(0), z.lte(527_040));
export type Minutes = z.infer<typeof Minutes>;

export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

/** Where the time of now comes from; a test sets its own. */
export interface Clock {
	now(): Instant;
}

export const systemClock: Clock = { now: () => Date.now() };
