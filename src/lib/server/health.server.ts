// How the server is: one answer for whoever watches it, and what is wrong just now.
import { statfs } from 'node:fs/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { BackupSchedule, LastBackup } from './backup/backup-schedule.server.ts';
import type { Places } from './environment.server.ts';
import type { Trouble, TroubleCode } from './trouble.server.ts';

/** What anyone may know: whether it is worth trying. */
export interface Readiness {
	readonly ready: boolean;
	/** `refuses`: it is read, and a write failed since the last one that went through. */
	readonly database: 'answers' | 'silent' | 'refuses';
	/** `full`: a write failed for want of room, and none has gone through since. `low`: less than 200 MiB are free. */
	readonly disk: 'enough' | 'low' | 'full';
}

export interface Health extends Readiness {
	/** Free space on the database's disk, in MiB. */
	readonly diskFreeMiB: number;
	/** Resident memory, in MiB. */
	readonly memoryMiB: number;
	/** 99th percentile of the event loop's delay since the last question, in ms. */
	readonly eventLoopDelayMs: number;
	readonly devices: number;
	/** Text keys of what is wrong now. */
	readonly trouble: readonly TroubleCode[];
	/** The schedule's last one; null before the first, and where there is no schedule. */
	readonly lastBackup: LastBackup | null;
}

const MIB = 1024 * 1024;
/** A day of writing in a large incident takes a tenth of it. */
const LOW_MIB = 200;

interface HealthSettings {
	readonly places: Places;
	readonly store: { check(): Promise<void> };
	readonly trouble: Trouble;
	readonly desk: { readonly devices: number };
	readonly backups: BackupSchedule | undefined;
	readonly reportBug: (error: unknown, where: string) => string;
}

/** What answers the question how the server is, as often as it is asked. */
export function healthOf(settings: HealthSettings): () => Promise<Health> {
	const { places, store, trouble, desk, backups, reportBug } = settings;
	const delay = monitorEventLoopDelay();
	delay.enable();
	return async () => {
		const answers = await store.check().then(
			() => true,
			(error: unknown) => !reportBug(error, 'health')
		);
		const { bavail, bsize } = await statfs(places.data);
		const diskFreeMiB = Math.round((bavail * bsize) / MIB);
		const eventLoopDelayMs = Math.round(delay.percentile(99) / 1e6);
		delay.reset();
		return {
			...readiness({ answers, diskFreeMiB, trouble }),
			diskFreeMiB,
			memoryMiB: Math.round(process.memoryUsage.rss() / MIB),
			eventLoopDelayMs,
			devices: desk.devices,
			trouble: trouble.codes,
			lastBackup: backups?.last ?? null
		};
	};
}

/** What follows for whoever asks: a warning of little room does not make the server unready, a refused write does. */
export function readiness(of: { answers: boolean; diskFreeMiB: number; trouble: Trouble }): Readiness {
	const full = of.trouble.has('server.disk-full');
	const refuses = of.trouble.has('server.database-refuses');
	return {
		ready: of.answers && !full && !refuses,
		database: !of.answers ? 'silent' : refuses ? 'refuses' : 'answers',
		disk: full ? 'full' : of.diskFreeMiB < LOW_MIB ? 'low' : 'enough'
	};
}
