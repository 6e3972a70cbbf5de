// What a server asked of the system, in order, as strace wrote it down: which writes were synced before which answer.
import { spawnSync } from 'node:child_process';

/** False where there is no strace, or where the system lets nobody trace. */
export function canTrace(): boolean {
	return spawnSync('strace', ['-e', 'trace=none', process.execPath, '--version']).status === 0;
}

/** The command to run a server within; `-D` leaves the server itself as the process that the test starts and ends. */
export function tracing(file: string): readonly string[] {
	const calls = 'trace=fsync,fdatasync,pwrite64,write,writev,sendto,sendmsg';
	return ['strace', '-D', '-f', '-y', '-s', '100', '-e', calls, '-o', file];
}

export interface Traced {
	/** Answers with verdicts that left the server. */
	readonly answers: number;
	/** Those of them that left before anything of theirs was in the log, or before all of the log was synced. */
	readonly early: readonly string[];
	readonly syncs: number;
}

/**
 * Reads a trace of pushes that were sent one at a time.
 *
 * Shapes:  a call that another thread interrupts takes two lines: `fsync(22</…-wal> <unfinished ...>` and
 *          `<... fsync resumed>) = 0`; a sync counts from the second.
 */
export function readTrace(trace: string): Traced {
	const early: string[] = [];
	const syncing = new Set<string>();
	let [answers, syncs, written, unsynced] = [0, 0, false, false];
	for (const line of trace.split('\n')) {
		const thread = line.slice(0, line.indexOf(' '));
		const begun = /f(data)?sync\(\d+<[^>]*-wal>/.test(line);
		const resumed = /<\.\.\. f(data)?sync resumed>/.test(line) && syncing.delete(thread);
		if (begun && line.endsWith('<unfinished ...>')) syncing.add(thread);
		if ((begun || resumed) && line.endsWith(' = 0')) {
			syncs += 1;
			unsynced = false;
		}
		if (/pwrite64\(\d+<[^>]*-wal>/.test(line)) [written, unsynced] = [true, true];
		if (/(write|writev|sendto|sendmsg)\(\d+<(socket|TCP)/.test(line) && line.includes('verdicts')) {
			answers += 1;
			if (!written || unsynced) early.push(line);
			written = false;
		}
	}
	return { answers, early, syncs };
}
