// `npm run backup -- FILE` and `npm run restore -- FILE`: the database out of harm's way, and back again.
import { randomBytes } from 'node:crypto';
import { readEnvironment } from '../environment.server.ts';
import { backUp, restore } from './backup.server.ts';

async function run([command, file, ...rest]: readonly string[]): Promise<string> {
	if ((command !== 'backup' && command !== 'restore') || !file || rest.length > 0) {
		throw new Error('Say which file, and only that: npm run backup -- FILE, or npm run restore -- FILE');
	}
	const { database } = readEnvironment(process.env);
	if (command === 'backup') {
		await backUp(database, file);
		return `${database} was backed up to ${file}, and the copy was checked.`;
	}
	const { aside, held } = await restore(database, file, {
		now: Date.now(),
		epoch: randomBytes(16).toString('hex')
	});
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
