// `npm run freeze`: records what a release says and holds, so that later ones can be held to it for ever (R16, R17).
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { recordRelease } from './release.ts';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
	version: string;
};
const file = fileURLToPath(new URL(`./frozen/${version}.json`, import.meta.url));
writeFileSync(file, `${JSON.stringify(await recordRelease(version), undefined, '\t')}\n`);
process.stdout.write(`Frozen: ${file}\n`);
