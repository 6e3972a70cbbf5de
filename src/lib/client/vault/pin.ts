// Which PINs are too easy to guess, and how long to wait between guesses.

const PIN_DIGITS = 6;
const PHRASE_LETTERS = 10;
const WAITS_S = [1, 5, 30, 60, 300];
/** After so many wrong ones the key leaves the device, and only a sign-in with contact brings it back. */
export const TRIES = 10;

/** Typed on any keyboard, a pass-phrase is the same text. */
export function pinText(typed: string): string {
	return typed.normalize('NFKC').trim();
}

/** True for what is neither a PIN of at least six digits, out of order, nor a pass-phrase of at least ten characters. */
export function isWeakPin(typed: string): boolean {
	const pin = pinText(typed);
	if (isRepeated(pin)) return true;
	return /^\d+$/.test(pin) ? pin.length < PIN_DIGITS || isRun(pin) : pin.length < PHRASE_LETTERS;
}

/** How long after the `wrong`th wrong PIN the next may be tried, in ms. */
export function waitAfter(wrong: number): number {
	if (wrong < 1) return 0;
	return (WAITS_S[Math.min(wrong, WAITS_S.length) - 1] ?? 0) * 1_000;
}

/** `111111`, `121212`, `123123`: one piece, over and over. */
function isRepeated(pin: string): boolean {
	return (pin + pin).indexOf(pin, 1) < pin.length;
}

/** `234567`, `654321`, and over the nought: `890123`. */
function isRun(pin: string): boolean {
	const pairs = Array.from({ length: pin.length - 1 }, (_, at) => [Number(pin[at]), Number(pin[at + 1])] as const);
	const steps = new Set(pairs.map(([one, next]) => (next - one + 10) % 10));
	return steps.size === 1 && (steps.has(1) || steps.has(9));
}
