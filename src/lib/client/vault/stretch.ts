// A PIN made into a key so slowly that whoever has copied the disk cannot try many.
import { argon2id } from 'hash-wasm';

/** Lies beside the key it made: a later release may ask for more. */
export interface StretchCost {
	readonly memoryKiB: number;
	readonly passes: number;
}

export interface StretchRequest extends StretchCost {
	readonly pin: string;
	readonly salt: Uint8Array;
}

/** 32 bytes from a PIN; in the browser by a worker, so that the page stays alive. */
export type Stretch = (request: StretchRequest) => Promise<Uint8Array<ArrayBuffer>>;

/** About 0.3 s on a small machine. Source: promises.md 4.3 and 4.4. */
export const COST: StretchCost = { memoryKiB: 64 * 1024, passes: 3 };

/** Here and now: in the worker itself, and in tests. */
export const stretch: Stretch = async ({ pin, salt, memoryKiB, passes }) => {
	const settings = { password: pin, salt, memorySize: memoryKiB, iterations: passes, parallelism: 1, hashLength: 32 };
	return new Uint8Array(await argon2id({ ...settings, outputType: 'binary' }));
};
