// Randomness is handed in, so that a simulation can be run again from one number.

export interface Random {
	/** `length` bytes, each 0–255. */
	bytes(length: number): Uint8Array;
	/** At least 0, below 1. */
	fraction(): number;
}

/** The platform's own source; for ids and everything that must not be guessed. */
export const systemRandom: Random = {
	bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
	fraction: () => Math.random()
};

/** The same sequence for the same seed (mulberry32): for simulations only, never for secrets. */
export function seededRandom(seed: number): Random {
	let state = seed >>> 0;
	function fraction(): number {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	}
	return {
		fraction,
		bytes: (length) => Uint8Array.from({ length }, () => Math.floor(fraction() * 256))
	};
}
