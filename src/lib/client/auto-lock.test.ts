import { expect, test } from 'vitest';
import { ASKING_AT_MOST_MS, LOCK_AFTER_MS, lockWhenLeft } from './auto-lock.ts';

/** A tab of a shared tablet, with a clock of its own. */
function tab(start = 1_000_000) {
	const channel: {
		postMessage: (told: number) => void;
		onmessage: ((event: MessageEvent) => void) | null;
		close(): void;
	} = { postMessage: (told) => heard.push(told), onmessage: null, close: () => undefined };
	const heard: number[] = [];
	const target = new EventTarget();
	const state = { now: start, locked: 0, asking: false, look: (): void => undefined };
	lockWhenLeft({
		lock: () => (state.locked += 1),
		isAsking: () => state.asking,
		channel,
		target,
		now: () => state.now,
		every: (_, look) => {
			state.look = look;
			return () => undefined;
		}
	});
	return {
		state,
		heard,
		touch: (sign = 'pointerdown'): Event => {
			const event = new Event(sign, { cancelable: true });
			target.dispatchEvent(event);
			return event;
		},
		hear: (at: number) => channel.onmessage?.({ data: at } as MessageEvent),
		pass: (ms: number) => {
			state.now += ms;
			state.look();
		}
	};
}

test('five minutes after the last touch or key the tablet locks, not a moment sooner', () => {
	const here = tab();
	here.pass(LOCK_AFTER_MS - 1);
	here.touch('keydown');
	here.pass(LOCK_AFTER_MS - 1);
	expect(here.state.locked).toBe(0);
	here.pass(1);
	expect(here.state.locked).toBe(1);
	here.pass(60_000);
	expect(here.state.locked).toBe(1);
});

test.each(['pointerdown', 'keydown', 'visibilitychange', 'focus'])(
	'a tab that was frozen for an hour is locked by the first %s, which does nothing else',
	(sign) => {
		const here = tab();
		here.state.now += 3_600_000;
		const event = here.touch(sign);
		expect(here.state.locked).toBe(1);
		if (sign === 'pointerdown' || sign === 'keydown') expect(event.defaultPrevented).toBe(true);
	}
);

test('a touch in another tab of the same person counts, and is told of now and then', () => {
	const here = tab();
	here.pass(LOCK_AFTER_MS - 10);
	here.hear(here.state.now - 5);
	here.pass(LOCK_AFTER_MS - 10);
	expect(here.state.locked).toBe(0);
	const other = tab();
	other.touch();
	other.touch();
	expect(other.heard).toHaveLength(1);
	other.pass(6_000);
	other.touch();
	expect(other.heard).toHaveLength(2);
});

test('while a question about unsaved text stands it waits, but not for ever', () => {
	const here = tab();
	here.state.asking = true;
	here.pass(LOCK_AFTER_MS + 1);
	expect(here.state.locked).toBe(0);
	here.pass(ASKING_AT_MOST_MS);
	expect(here.state.locked).toBe(1);
});

test('a clock that is set back or told of from the future keeps nothing open', () => {
	const here = tab();
	here.pass(-3_600_000);
	here.pass(LOCK_AFTER_MS);
	expect(here.state.locked).toBe(1);
	const told = tab();
	told.hear(told.state.now + 86_400_000);
	told.pass(LOCK_AFTER_MS);
	expect(told.state.locked).toBe(1);
});
