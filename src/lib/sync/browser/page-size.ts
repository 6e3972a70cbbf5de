// How many rows of a fill are asked for at once: few on a slow line, where a page must arrive before patience ends, many on a fast one.

const LEAST = 250;
const FIRST = 1_000;
const MOST = 4_000;
/** A page that came within this lets the next be twice as large; one that took longer than the other, half. */
const SOON_MS = 700;
const SLOW_MS = 8_000;

export class PageSize {
	rows = FIRST;

	came(afterMs: number): void {
		if (afterMs <= SOON_MS) this.rows = Math.min(this.rows * 2, MOST);
		else if (afterMs > SLOW_MS) this.rows = Math.max(this.rows / 2, LEAST);
	}

	failed(): void {
		this.rows = LEAST;
	}
}
