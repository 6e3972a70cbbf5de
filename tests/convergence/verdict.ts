// The judgement over a finished run: a list of sentences, empty when every replica is right.
import { worldRegistry } from './notes.ts';
import { foldHistory, meaning, plainText, wholeHistory } from './oracle.ts';
import type { World } from './world.ts';

export async function faultsIn(world: World): Promise<string[]> {
	const { server, devices } = world;
	const faults = [...world.faults];
	for (const bug of server.bugs) faults.push(`the server had a bug: ${String(bug)}`);
	const history = await wholeHistory(server.store);
	const names = new Map(devices.map(({ actor }) => [actor.personId, actor.name]));
	const expected = await foldHistory(history, worldRegistry, (personId) => names.get(personId) ?? personId);
	const onServer = await serverRows(world);
	compare('the server', expected, onServer, faults);

	for (const device of devices) {
		const { name } = device.actor;
		for (const problem of device.problems) faults.push(`${name} had a problem: ${String(problem)}`);
		const waiting = await device.database.outbox.toArray();
		if (waiting.length > 0)
			faults.push(`${name} still waits with ${waiting.map((item) => `${item.seq} ${item.name}`).join(', ')}`);
		if ((await device.database.base.count()) > 0) faults.push(`${name} keeps rows aside though nothing waits`);
		const shown = await device.rows();
		compare(name, expected, shown, faults);
		for (const [key, row] of shown) {
			const truth = onServer.get(key);
			if (truth && plainText(row) !== plainText(truth))
				faults.push(`${name} shows ${key} as ${plainText(row)}, the server has ${plainText(truth)}`);
		}
	}
	for (const id of world.promised)
		if (!onServer.has(`journalEntries/${id}`)) faults.push(`the acknowledged ${id} is lost`);
	checkNumbers(onServer, faults);
	checkAlarms(world, expected, faults);
	return faults;
}

async function serverRows({ server }: World): Promise<Map<string, { id: string }>> {
	const rows = new Map<string, { id: string }>();
	await server.store.snapshot(async (snapshot) => {
		for (const [scope, version] of await snapshot.versions()) {
			for (const { table, id, body } of await snapshot.rowsBelow(scope, version, 10_000)) {
				rows.set(`${table}/${id}`, JSON.parse(body) as { id: string });
			}
		}
	});
	return rows;
}

function compare(
	who: string,
	expected: ReadonlyMap<string, { id: string }>,
	shown: ReadonlyMap<string, { id: string }>,
	faults: string[]
): void {
	for (const [key, row] of expected) {
		const there = shown.get(key);
		if (!there) faults.push(`${who} lacks ${key}`);
		else if (meaning(worldRegistry, key, there) !== meaning(worldRegistry, key, row)) {
			faults.push(
				`${who} has ${key} as ${meaning(worldRegistry, key, there)} instead of ${meaning(worldRegistry, key, row)}`
			);
		}
	}
	for (const key of shown.keys()) if (!expected.has(key)) faults.push(`${who} has ${key}, which should be gone`);
}

/** Numbers of an incident's entries run from 1 without a gap. */
function checkNumbers(rows: ReadonlyMap<string, { id: string }>, faults: string[]): void {
	for (const incidentId of ['x', 'y']) {
		const numbers = [...rows]
			.filter(([key, row]) => key.startsWith('journalEntries/') && Reflect.get(row, 'incidentId') === incidentId)
			.map(([, row]) => Number(Reflect.get(row, 'number')))
			.sort((one, other) => one - other);
		if (numbers.some((number, index) => number !== index + 1))
			faults.push(`numbers of ${incidentId}: ${numbers.join(' ')}`);
	}
}

/** Each alarm went out once at most, and each that was accepted went out. */
function checkAlarms(world: World, expected: ReadonlyMap<string, { id: string }>, faults: string[]): void {
	const sent = world.server.performed;
	if (new Set(sent).size !== sent.length) faults.push(`an alarm went out twice: ${sent.join(' ')}`);
	if (world.settings.restore) return; // A re-offered alarm is applied without being sent again.
	for (const key of expected.keys()) {
		const id = key.replace('notes/', '');
		if (id.startsWith('alarm') && !sent.includes(id)) faults.push(`${id} was accepted and never went out`);
	}
}
