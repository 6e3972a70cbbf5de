import { expect, test } from 'vitest';
import { Scheduler } from '../../../../tests/convergence/scheduler.ts';
import { Presence, type Place } from './presence.ts';

const flood = { scope: 'incident:flood', place: 'journal' };
const word = { ...flood, personId: 'bo', name: 'Bo', role: 'Stabschef' };

function board(): {
	scheduler: Scheduler;
	presence: Presence;
	said: Place[];
	seen: () => string[];
	pass: (ms: number) => void;
} {
	const scheduler = new Scheduler(1);
	const said: Place[] = [];
	let names: string[] = [];
	const presence = new Presence({
		timers: scheduler.timers(() => true),
		say: (place) => said.push(place),
		onChange: (present) => (names = present.map(({ name }) => name))
	});
	const pass = (ms: number): void => {
		const end = scheduler.now + ms;
		while (scheduler.step(end));
	};
	return { scheduler, presence, said, seen: () => names, pass };
}

test('whoever was heard of is here for ten seconds more', () => {
	const { presence, seen, pass } = board();
	presence.hear(word);
	pass(9_000);
	expect(seen()).toEqual(['Bo']);
	presence.hear(word);
	pass(9_000);
	expect(seen()).toEqual(['Bo']);
	pass(2_000);
	expect(seen()).toEqual([]);
});

test('whoever is here says so every few seconds, until they leave', () => {
	const { presence, said, pass } = board();
	const leave = presence.stay(flood);
	pass(9_000);
	leave();
	pass(60_000);
	expect(said).toEqual([flood, flood, flood]);
});

test('a person with two devices is one person', () => {
	const { presence, seen } = board();
	presence.hear(word);
	presence.hear({ ...word, place: 'cards' });
	presence.hear({ ...word, personId: 'eva', name: 'Eva' });
	expect(seen()).toEqual(['Bo', 'Eva']);
});

test.each([undefined, null, 'Bo', {}, { ...word, name: 7 }])('%j is no word about anyone', (message) => {
	const { presence, seen } = board();
	presence.hear(message);
	expect(seen()).toEqual([]);
});
