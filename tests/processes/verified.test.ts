// R36: someone with the database file in their hands cannot change the log unseen.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { registry } from '#lib/features/registry.ts';
import { AuditLog } from '#lib/server/audit/audit-log.server.ts';
import { openSqliteStore } from '#lib/server/store/sqlite-store.server.ts';
import { ROOT, ServerProcess } from '../support/server-process.ts';
import { WireDevice } from '../support/wire-device.ts';

function verify(file: string): { status: number | null; said: string } {
	const { status, stdout, stderr } = spawnSync(process.execPath, ['src/lib/server/verify-command.server.ts', file], {
		cwd: ROOT,
		encoding: 'utf8'
	});
	return { status, said: stdout + stderr };
}

test('a log is found whole while the server runs, and once a line of it was changed in the file, the first wrong number is named', async () => {
	const server = await ServerProcess.started();
	onTestFinished(() => server.remove());
	const clerk = await WireDevice.meet(server.url, 'clerk');
	await clerk.push([clerk.start('Översvämning')]);
	await clerk.push(['one', 'two', 'three', 'four'].map((text) => clerk.entry(text)));
	expect(verify(server.database)).toEqual({
		status: 0,
		said: expect.stringMatching(
			/^1 logs with 4 entries and [1-9]\d* rows of the audit log were followed; all are as they were written\.\n$/
		) as string
	});
	clerk.close();
	await server.kill('SIGTERM');
	const raw = new DatabaseSync(server.database);
	raw.exec(`update rows set body = replace(body, '"three"', '"never"') where tbl = 'journalEntries'`);
	raw.close();
	expect(verify(server.database)).toEqual({
		status: 1,
		said: 'The log of flood is not as it was written, from entry 3 on.\n'
	});
});

test('the audit log is followed as well: one row that was changed in the file is named', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'beredd-verified-'));
	onTestFinished(() => {
		rmSync(folder, { recursive: true });
	});
	const file = join(folder, 'beredd.db');
	const store = await openSqliteStore(file, registry, () => 'epoch');
	const audit = new AuditLog({ db: store.db, now: Date.now, salt: () => 'salt' });
	for (const what of ['set-up', 'sign-in', 'export'] as const) {
		await audit.append({ what, personId: 'asa', deviceId: null, about: null });
	}
	await store.close();
	expect(verify(file)).toEqual({
		status: 0,
		said: '0 logs with 0 entries and 3 rows of the audit log were followed; all are as they were written.\n'
	});
	const raw = new DatabaseSync(file);
	raw.exec(`drop trigger audit_unchanged; update audit set person_id = 'bo' where n = 2`);
	raw.close();
	expect(verify(file)).toEqual({
		status: 1,
		said: 'The audit log is not as it was written, from row 2 on.\n'
	});
});

test('where there is no database that is said', () => {
	expect(verify('/nowhere/beredd.db')).toEqual({ status: 1, said: 'There is no database at /nowhere/beredd.db.\n' });
});
