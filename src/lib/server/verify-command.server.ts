// `npm run verify [-- FILE]`: whether every log in the database, and the audit log, is as it was written (R36); also for a backup.
import { readPlaces } from './environment.server.ts';
import { verify } from './verify.server.ts';

try {
	const { logs, entries, auditRows, broken } = verify(process.argv[2] ?? readPlaces(process.env).database);
	const whole = `${logs} logs with ${entries} entries and ${auditRows} rows of the audit log were followed; all are as they were written.`;
	process.stdout.write(`${broken.length > 0 ? broken.join('\n') : whole}\n`);
	process.exitCode = broken.length > 0 ? 1 : 0;
} catch (error) {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 1;
}
