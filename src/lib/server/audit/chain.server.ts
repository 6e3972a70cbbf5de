// The chain of the audit log: each row's hash holds the one before, so that one changed row is found (R36).
import { hash } from 'node:crypto';
import type { AuditTable } from './entry.server.ts';

const digest = (text: string): string => hash('sha256', text, 'hex');

/** In the order in which they are chained; the details are chained by their digest, so that they can be blacked out. */
const CHAINED = ['n', 'at', 'person_id', 'device_id', 'what', 'about', 'details_digest'] as const;

/** Salted: details are few words, and what was blacked out must not be found again by trying them all. */
export function detailsDigest(salt: string, details: string): string {
	return digest(`${salt}|details|${details}`);
}

/** The hash of `row` after a row with the hash `before`. */
export function chainHash(before: string, row: Pick<AuditTable, (typeof CHAINED)[number]>): string {
	return digest(before + CHAINED.map((name) => digest(`${name}|${JSON.stringify(row[name])}`)).join(''));
}

/** What a row is called where another concerns it. */
export const rowName = (n: number): string => `audit:${n}`;

/** Follows the log row by row, from the first. */
export class ChainCheck {
	#before = '';
	#rows = 0;
	#broken: number | undefined;
	/** Rows without details for which no later row says that they were blacked out. */
	readonly #unexplained = new Set<number>();

	/** The rows that were found as they were written, up to the first that is not. */
	get rows(): number {
		return this.#rows;
	}

	follow(row: AuditTable): void {
		if (this.#broken !== undefined) return;
		const n = this.#rows + 1;
		if (row.n !== n || chainHash(this.#before, row) !== row.hash || !detailsHold(row)) {
			this.#broken = n;
			return;
		}
		if (row.details === null) this.#unexplained.add(n);
		if (row.what === 'erase' && row.about?.startsWith('audit:')) {
			this.#unexplained.delete(Number(row.about.slice('audit:'.length)));
		}
		this.#before = row.hash;
		this.#rows = n;
	}

	/**
	 * The number of the first row that is missing, is not as it was written, or lost its details without a trace.
	 *
	 * Shapes:  `lastGiven` is the last number that the database remembers to have given: rows cut off the end are missed by it.
	 */
	firstBroken(lastGiven: number): number | undefined {
		const found = [...this.#unexplained];
		if (this.#broken !== undefined) found.push(this.#broken);
		else if (lastGiven > this.#rows) found.push(this.#rows + 1);
		return found.length === 0 ? undefined : Math.min(...found);
	}
}

function detailsHold({ details, salt, details_digest }: AuditTable): boolean {
	if (details === null) return salt === null;
	return salt !== null && detailsDigest(salt, details) === details_digest;
}
