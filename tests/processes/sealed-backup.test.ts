// R32, backups stolen: copies that only an offline key opens, from the command and from the running server, and the drill on them.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { runCommand, type Said } from '../support/command.ts';
import { onDisk } from '../support/on-disk.ts';
import { freePort, ServerProcess, until } from '../support/server-process.ts';
import { WireDevice } from '../support/wire-device.ts';

const BACKUP = 'src/lib/server/store/backup-command.server.ts';
const DRILL = 'src/lib/server/backup/drill-command.server.ts';
const KEY = 'src/lib/server/backup/backup-key-command.server.ts';

let publicKey = '';
let privateKey = '';

beforeAll(async () => {
	const { text } = await runCommand(KEY, [], {});
	publicKey = /BEREDD_BACKUP_KEY=(\S+)/.exec(text)?.[1] ?? '';
	privateKey = /beredd-backup-private-\S+/.exec(text)?.[0] ?? '';
});

async function newServer(): Promise<ServerProcess> {
	const server = new ServerProcess(await freePort());
	onTestFinished(() => server.remove());
	return server;
}

/** A server with a flood and three entries in its log, running; told `variables`. */
async function flooded(variables: Record<string, string> = {}): Promise<ServerProcess> {
	const server = await newServer();
	await server.start(variables);
	const device = await WireDevice.meet(server.url, 'anna');
	await device.push([device.start('Översvämning')]);
	await device.push(['Vattnet stiger', 'Hamngatan avstängd', 'Bron håller'].map((text) => device.entry(text)));
	device.close();
	return server;
}

function run(server: ServerProcess, file: string, parameters: string[], more: Record<string, string>): Promise<Said> {
	return runCommand(file, parameters, { BEREDD_DATA: server.folder, ...more });
}

test('a sealed copy holds nothing that can be read, and is restored elsewhere with the key from the paper', async () => {
	const server = await flooded();
	const copy = join(server.folder, 'monday');
	const { code, text } = await run(server, BACKUP, ['backup', copy], { BEREDD_BACKUP_KEY: publicKey });
	const file = `${copy}.beredd-backup`;
	expect([code, text]).toEqual([0, expect.stringContaining(`${file}, and the copy was checked. It is sealed`)]);
	expect(readFileSync(file).includes('Vattnet')).toBe(false);
	expect(readdirSync(server.folder).filter((name) => /passing|unfinished/.test(name))).toEqual([]);

	const elsewhere = await newServer();
	const restore = (more: Record<string, string>): Promise<Said> => run(elsewhere, BACKUP, ['restore', file], more);
	expect(await restore({})).toMatchObject({
		code: 1,
		text: expect.stringMatching(/is sealed\. Put the private key into a file/) as string
	});
	expect((await restore({ BEREDD_BACKUP_PRIVATE_KEY: privateKey.slice(0, -1) })).text).toContain('has a slip in it');
	const other = /beredd-backup-private-\S+/.exec((await runCommand(KEY, [], {})).text)?.[0] ?? '';
	expect((await restore({ BEREDD_BACKUP_PRIVATE_KEY: other })).text).toContain('sealed to another key');
	const paper = join(elsewhere.folder, 'paper');
	writeFileSync(paper, `${privateKey.toLowerCase()}\n`);
	expect(await restore({ BEREDD_BACKUP_PRIVATE_KEY_FILE: paper })).toMatchObject({ code: 0 });
	expect(onDisk(elsewhere.database).ids.size).toBe(onDisk(server.database).ids.size);
	expect(readdirSync(elsewhere.folder).filter((name) => name.startsWith('passing'))).toEqual([]);
});

test('the drill says that a copy would do, what is in it and when it ends, and touches no database', async () => {
	const server = await flooded();
	const file = join(server.folder, 'monday.beredd-backup');
	await run(server, BACKUP, ['backup', file], { BEREDD_BACKUP_KEY: publicKey });
	const before = statSync(server.database).mtimeMs;
	const { code, text } = await run(server, DRILL, [file], { BEREDD_BACKUP_PRIVATE_KEY: privateKey });
	expect([code, text]).toEqual([
		0,
		expect.stringMatching(/it would do\.\n\d+ rows, 1 incidents, 3 log entries; .* 20\d\d-/)
	]);
	const kept = JSON.parse(readFileSync(join(server.folder, 'last-drill.json'), 'utf8')) as Record<string, unknown>;
	expect(kept).toMatchObject({ file: 'monday.beredd-backup', incidents: 1, entries: 3, broken: [] });
	expect(Date.parse(String(kept['newestEntryAt']))).toBeGreaterThan(Date.now() - 120_000);
	expect(statSync(server.database).mtimeMs).toBe(before);
	expect((await fetch(`${server.url}/health`)).status).toBe(200);
});

test('the drill names what is wrong in a copy whose log was changed, and keeps that too', async () => {
	const server = await flooded();
	const file = join(server.folder, 'monday.db');
	await run(server, BACKUP, ['backup', file], {});
	const raw = new DatabaseSync(file);
	raw.exec(`update rows set body = replace(body, 'Hamngatan', 'Storgatan') where tbl = 'journalEntries'`);
	raw.close();
	expect(await run(server, DRILL, [file], {})).toEqual({
		code: 1,
		text: 'The log of flood is not as it was written, from entry 2 on.\nThis backup would not do.\n'
	});
	expect(JSON.parse(readFileSync(join(server.folder, 'last-drill.json'), 'utf8'))).toMatchObject({
		broken: [expect.stringContaining('from entry 2 on')]
	});
});

test('a running server takes a sealed copy by itself, says when, and goes on from there after it was started again', async () => {
	const folder = join((await newServer()).folder, 'share', 'beredd');
	const variables = { BEREDD_BACKUP_KEY: publicKey, BEREDD_BACKUP_FOLDER: folder };
	const server = await flooded(variables);
	const lastBackup = async (): Promise<{ at: string; ok: boolean } | null> =>
		((await (await fetch(`${server.url}/health`)).json()) as { lastBackup: { at: string; ok: boolean } | null })
			.lastBackup;
	await until(async () => (await lastBackup()) !== null);
	const last = await lastBackup();
	expect(last?.ok).toBe(true);
	expect(readdirSync(folder)).toEqual([expect.stringMatching(/^beredd-.*Z\.beredd-backup$/)]);
	expect(await server.kill('SIGTERM')).toBe(0);
	await server.start(variables);
	// The file's name says it to the second.
	expect(await lastBackup()).toEqual({ at: `${last?.at.slice(0, 19) ?? ''}.000Z`, ok: true });
	expect(readdirSync(folder)).toHaveLength(1);
});

test('a folder for copies that cannot be written leaves the server ready, and its trouble is seen', async () => {
	const { folder } = await newServer();
	const file = join(folder, 'file');
	writeFileSync(file, 'In the way');
	const server = await flooded({ BEREDD_BACKUP_KEY: publicKey, BEREDD_BACKUP_FOLDER: file });
	const health = async (): Promise<unknown> => (await fetch(`${server.url}/health`)).json();
	await until(async () => JSON.stringify(await health()).includes('backup-failed'));
	expect(await health()).toMatchObject({
		ready: true,
		trouble: ['server.backup-failed'],
		lastBackup: { ok: false, problem: expect.stringContaining('EEXIST') as string }
	});
});
