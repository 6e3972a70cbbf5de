// `npm run drill -- FILE`: whether a backup would do, tried without touching the database.
import { readPlaces } from '../environment.server.ts';
import { drill } from './drill.server.ts';

async function run([file, ...rest]: readonly string[]): Promise<string> {
	if (!file || rest.length > 0) throw new Error('Say which backup, and only that: npm run drill -- FILE');
	const { data } = readPlaces(process.env);
	const found = await drill(readPlaces(process.env), file, { variables: process.env, now: Date.now });
	if (found.broken.length > 0) throw new Error(`${found.broken.join('\n')}\nThis backup would not do.`);
	return [
		`${file} was restored elsewhere in ${(found.tookMs / 1_000).toFixed(1)} s, opened and followed: it would do.`,
		`${found.rows} rows, ${found.incidents} incidents, ${found.entries} log entries; the newest entry is of ${found.newestEntryAt ?? 'no time'}.`,
		`This is kept in ${data}/last-drill.json.`
	].join('\n');
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
