// `npm run backup -- FILE` and `npm run restore -- FILE`: the database out of harm's way, and back again.
import { restoreBackup, SEALED_ENDING, takeBackup } from '../backup/take-backup.server.ts';
import { readBackupKey, readPlaces } from '../environment.server.ts';

async function run([command, file, ...rest]: readonly string[]): Promise<string> {
	if ((command !== 'backup' && command !== 'restore') || !file || rest.length > 0) {
		throw new Error('Say which file, and only that: npm run backup -- FILE, or npm run restore -- FILE');
	}
	const places = readPlaces(process.env);
	const { database } = places;
	if (command === 'backup') {
		const key = readBackupKey(process.env);
		const target = key && !file.endsWith(SEALED_ENDING) ? file + SEALED_ENDING : file;
		await takeBackup(places, target, key);
		const sealed = key ? ' It is sealed: only the offline key opens it.' : '';
		return `${database} was backed up to ${target}, and the copy was checked.${sealed}`;
	}
	const { aside, held } = await restoreBackup(places, file, { variables: process.env, now: Date.now() });
	const sentences = [`${file} was restored to ${database}. Devices will send again what it has forgotten.`];
	if (aside) sentences.push(`The database that was there is now ${aside}.`);
	if (held > 0)
		sentences.push(`${held} messages that waited to be sent are held back: some may have gone out already.`);
	return sentences.join('\n');
}

run(process.argv.slice(2)).then(
	(sentences) => {
		process.stdout.write(`${sentences}\n`);
	},
	(error: unknown) => {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
		process.exitCode = 1;
	}
);
