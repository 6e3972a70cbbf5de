// What may go wrong in ordinary work is a value with a code; the code is also the key of the text that people read.

export interface Refusal {
	readonly ok: false;
	/** `feature.what-is-wrong`, the key of its text. */
	readonly code: string;
}

export type Result<T> = { readonly ok: true; readonly value: T } | Refusal;

export function ok<T>(value: T): Result<T> {
	return { ok: true, value };
}

export function refuse(code: string): Refusal {
	return { ok: false, code };
}

/** For places where a refusal can only be a bug: the value, or a throw that names the code. */
export function expectOk<T>(result: Result<T>): T {
	if (!result.ok) throw new Error(`Refused unexpectedly: ${result.code}`);
	return result.value;
}
