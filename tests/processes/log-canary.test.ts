// Nothing that people type gets into the server's log: not when it is taken, refused, misunderstood, or meets a bug.
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { ServerProcess } from '../support/server-process.ts';
import { WireDevice } from '../support/wire-device.ts';

const CANARIES = {
	name: 'Kanariefågel Gul',
	phone: '0709998877',
	text: 'hon ligger i källaren på Storgatan 4',
	password: 'burfågel-Sjunger-9!'
};
const ALL = Object.values(CANARIES);
/** A mutation for each canary, with it in every field that takes text. */
const argumentsWith = (canary: string): unknown[] => [
	canary,
	{ [canary]: canary },
	{ entryId: canary, incidentId: canary, text: canary, happenedAt: canary },
	{ incidentId: 'flood', kind: 'incident', title: canary },
	{ id: canary, name: canary, phone: canary, role: canary, password: canary, organisationId: canary }
];

test('a journey of names, phones, texts and passwords, good and bad, leaves none of them in the log', async () => {
	const server = await ServerProcess.started();
	onTestFinished(() => server.remove());
	const device = await WireDevice.meet(server.url, 'canary');
	await device.do('access.addPerson', {
		personId: 'p',
		name: CANARIES.name,
		title: CANARIES.text,
		phone: CANARIES.phone
	});

	await device.push([device.start(CANARIES.text), ...ALL.map((canary) => device.entry(canary))]);
	expect(device.acknowledged).toHaveLength(ALL.length);
	for (const canary of ALL) {
		for (const args of argumentsWith(canary)) {
			for (const name of ['journal.add', 'incident.start', 'roster.addMember', 'no.such']) {
				await device.push([{ ...device.entry(canary), name, args }]);
			}
			for (const event of ['enrol', 'hello', 'push', 'pull']) await device.ask(event, args);
			device.hint('presence', { scope: 'incident:flood', place: canary });
			device.hint(canary, args);
		}
		for (const path of [
			'/access/sign-in',
			'/access/set-up',
			'/sync/fill',
			'/rt/?EIO=4&transport=polling',
			`/${encodeURIComponent(canary)}`
		]) {
			for (const body of [canary, JSON.stringify({ name: canary, clientId: canary })]) {
				const headers = { 'content-type': 'application/json', 'x-forwarded-for': encodeURIComponent(canary) };
				await fetch(`${server.url}${path}`, { method: 'POST', headers, body });
			}
		}
		await fetch(`${server.url}/?password=${encodeURIComponent(canary)}`);
	}

	// And a bug in the midst of it: what it was about to save is in the error's hands.
	const raw = new DatabaseSync(server.database);
	raw.exec(`create trigger canary before insert on history begin select raise(abort, '${CANARIES.text}'); end`);
	raw.close();
	await expect(device.push([device.entry(CANARIES.phone)], 2_000)).rejects.toThrow();
	expect(server.log).toMatch(/"level":50.*"where":"commit"/);
	device.close();
	expect(await server.kill('SIGTERM')).toBe(0);

	expect(ALL.filter((canary) => server.log.includes(canary))).toEqual([]);
	expect(ALL.filter((canary) => server.log.includes(encodeURIComponent(canary)))).toEqual([]);
});
