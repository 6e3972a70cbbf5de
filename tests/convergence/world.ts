// One simulated municipality: some devices, one server, bad weather; in the end all must show the same, and it must be right.
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addEntry } from '#lib/features/journal/index.ts';
import type { Sealer } from '#lib/sync/browser/sealer.ts';
import { openSqliteStore } from '#lib/server/store/sqlite-store.server.ts';
import {
	appendNote,
	countNotes,
	moveNote,
	pairNotes,
	poisonNote,
	removeNote,
	soundAlarm,
	worldRegistry,
	writeNote
} from './notes.ts';
import { equationFaults } from './equation.ts';
import { wholeHistory } from './oracle.ts';
import { quiet } from './quiet.ts';
import { Scheduler } from './scheduler.ts';
import { SimDevice } from './sim-device.ts';
import { SimServer } from './sim-server.ts';

export interface WorldSettings {
	readonly devices: number;
	/** Things people do, over all devices. */
	readonly acts: number;
	/** Shares of what goes wrong. */
	readonly lost: number;
	readonly crash: number;
	/** A restore from an older backup once in the run. */
	readonly restore?: boolean;
	/** Rights taken and given back. */
	readonly rights?: boolean;
}

const ROOMS = ['a', 'b', 'c'];
const LONGEST_HEALING_MS = 600_000;

export class World {
	readonly scheduler: Scheduler;
	readonly server: SimServer;
	readonly devices: SimDevice[];
	readonly settings: WorldSettings;
	/** Alarms that people have asked for, by id. */
	readonly alarms = new Set<string>();
	/** Entries that the server had acknowledged when it went back to an older backup: none of them may be gone in the end. */
	readonly promised = new Set<string>();
	/** What was found wrong while the run went on. */
	readonly faults: string[] = [];
	#ids = 0;
	readonly #files: string[] = [];

	private constructor(scheduler: Scheduler, server: SimServer, settings: WorldSettings, sealer?: () => Sealer) {
		this.scheduler = scheduler;
		this.server = server;
		this.settings = settings;
		this.devices = Array.from(
			{ length: settings.devices },
			(_, n) => new SimDevice(`p${n}`, server, scheduler, sealer?.())
		);
	}

	static async open(seed: number, settings: WorldSettings, sealer?: () => Sealer): Promise<World> {
		const scheduler = new Scheduler(seed);
		const server = await SimServer.open(scheduler);
		return new World(scheduler, server, settings, sealer);
	}

	/** Lives through the whole run, then heals everything and waits until nothing waits. */
	async live(): Promise<void> {
		const { scheduler, settings, server } = this;
		await this.pass(2_000);
		for (const device of this.devices) {
			device.channel.weather = { lost: settings.lost, doubled: settings.lost, delay: 400 };
			device.crashShare = settings.crash;
			device.clockError = scheduler.chance(0.2) ? (scheduler.below(2) ? 1 : -1) * scheduler.below(4) * 3_600_000 : 0;
		}
		server.crashShare = settings.crash;
		const restoreAt = settings.restore ? 1 + scheduler.below(settings.acts - 1) : -1;
		let backup: string | undefined;
		for (let act = 0; act < settings.acts; act += 1) {
			await this.#act();
			if (act === Math.floor(restoreAt / 2)) backup = this.#backUp();
			if (act === restoreAt && backup) await this.#restore(backup);
			await this.pass(scheduler.below(1_500));
			if (act % 4 === 0) await this.#checkEquation();
		}
		await this.heal();
	}

	async heal(): Promise<void> {
		this.server.crashShare = 0;
		this.server.withdrawn.clear();
		await this.server.rightsChanged();
		for (const device of this.devices) {
			device.crashShare = 0;
			device.channel.weather = { lost: 0, doubled: 0, delay: 5 };
			device.channel.reach(true);
		}
		const end = this.scheduler.now + LONGEST_HEALING_MS;
		await this.pass(40_000);
		while (!(await this.#atRest()) && this.scheduler.now < end) await this.pass(20_000);
		await this.server.performEffects();
	}

	/** Lets the given time go by, in ms of this world. */
	async pass(ms: number): Promise<void> {
		const end = this.scheduler.now + ms;
		await quiet();
		while (this.scheduler.step(end)) await quiet();
	}

	async close(): Promise<void> {
		for (const device of this.devices) device.database.dexie.close();
		await this.server.store.close();
		for (const file of this.#files) for (const tail of ['', '-wal', '-shm']) rmSync(file + tail, { force: true });
	}

	/** On every device, at any moment: shown = confirmed + pending. */
	async #checkEquation(): Promise<void> {
		for (const device of this.devices) this.faults.push(...(await equationFaults(device)));
	}

	async #atRest(): Promise<boolean> {
		for (const device of this.devices) {
			if ((await device.database.outbox.count()) > 0) return false;
			const cursors = await device.database.cursors.toArray();
			const versions = await this.server.store.versions();
			if (cursors.some(({ below }) => below > 0)) return false;
			if ([...versions].some(([scope, top]) => cursors.find((cursor) => cursor.scope === scope)?.top !== top))
				return false;
		}
		return true;
	}

	/** One thing that a person does, or that befalls their device. */
	async #act(): Promise<void> {
		const { scheduler } = this;
		const device = scheduler.pick(this.devices);
		const befalls = scheduler.random.fraction();
		if (befalls < 0.08) device.channel.reach(false);
		else if (befalls < 0.2) device.channel.reach(true);
		else if (befalls < 0.22) device.restart();
		else if (befalls < 0.225 && !this.settings.restore) device.evict();
		else if (befalls < 0.24) device.channel.reopen();
		else if (befalls < 0.25) await this.server.performEffects();
		else if (befalls < 0.27 && this.settings.rights) await this.#changeRights(device);
		else await this.#write(device);
	}

	async #write(device: SimDevice): Promise<void> {
		const { scheduler } = this;
		const note = (): string => `n${scheduler.below(8)}`;
		const room = scheduler.pick(ROOMS);
		const text = String((this.#ids += 1));
		const kind = scheduler.below(20);
		if (kind < 4) await device.mutate(writeNote, { id: note(), room, text });
		else if (kind < 8) await device.mutate(appendNote, { id: note(), text });
		else if (kind < 11) await device.mutate(moveNote, { id: note(), room });
		else if (kind < 13) await device.mutate(removeNote, { id: note() });
		else if (kind < 15) await device.mutate(countNotes, { id: note(), room });
		else if (kind < 17) await device.mutate(pairNotes, { first: note(), second: `m${scheduler.below(4)}`, text });
		else if (kind < 18) {
			const id = `alarm${text}`;
			if ((await device.mutate(soundAlarm, { id, room })) !== 'crashed') this.alarms.add(id);
		} else if (kind < 19) await device.mutate(poisonNote, { id: note() });
		else {
			const happenedAt = scheduler.now;
			await device.mutate(addEntry, {
				entryId: `entry${text}`,
				incidentId: scheduler.pick(['x', 'y']),
				text,
				happenedAt
			});
		}
	}

	async #changeRights(device: SimDevice): Promise<void> {
		const withdrawn = this.server.withdrawn.get(device.actor.personId) ?? new Set<string>();
		const scope = `room:${this.scheduler.pick(ROOMS)}`;
		if (withdrawn.has(scope)) withdrawn.delete(scope);
		else withdrawn.add(scope);
		this.server.withdrawn.set(device.actor.personId, withdrawn);
		await this.server.rightsChanged();
	}

	#backUp(): string {
		const file = join(tmpdir(), `beredd-sim-${process.pid}-${this.scheduler.below(1e9)}.db`);
		this.server.store.raw.exec(`VACUUM INTO '${file}'`);
		this.#files.push(file);
		return file;
	}

	async #restore(file: string): Promise<void> {
		await this.server.idle();
		await this.server.performEffects();
		for (const { name, args, verdict } of await wholeHistory(this.server.store)) {
			const { entryId } = JSON.parse(args) as { entryId?: string };
			if (name === addEntry.name && entryId && verdict.refused === undefined) this.promised.add(entryId);
		}
		const store = await openSqliteStore(file, worldRegistry, () => 'unused');
		store.raw.exec(`UPDATE meta SET value = 'restored-${this.scheduler.below(1e9)}' WHERE key = 'epoch'`);
		store.raw.exec(`UPDATE meta SET value = '${this.scheduler.now + 1_000}' WHERE key = 'lifeBegan'`);
		// What waited to be sent when the backup was taken may have gone out since: nobody knows, so nothing is sent by itself.
		store.raw.exec(`UPDATE effects SET state = 'held' WHERE state = 'waiting'`);
		const former = this.server.store;
		await store.close();
		this.server.replace(await openSqliteStore(file, worldRegistry, () => 'unused'));
		await former.close();
	}
}
