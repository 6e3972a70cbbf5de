// `npm run certificate -- NAME [NAME…]`: https in a house that has no certificate from elsewhere.
import { resolve } from 'node:path';
import { readPlaces } from '../environment.server.ts';
import { fingerprintOf, readAuthority } from './authority-file.server.ts';
import { makeCertificate } from './certificate.server.ts';

async function run(names: readonly string[]): Promise<string> {
	const [name] = names;
	if (!name) {
		throw new Error(
			'Say under which names and addresses tablets reach this server: npm run certificate -- beredd.strangnas.se 10.0.0.5'
		);
	}
	const { data } = readPlaces(process.env);
	const { authority, cert, key, until } = await makeCertificate(data, names, Date.now());
	const fingerprint = fingerprintOf(readAuthority(data) ?? Buffer.of());
	return `A certificate for ${names.join(', ')} was made. It ends on ${until.toISOString().slice(0, 10)}; run this again before, then send the server SIGHUP.

Set for the server:
BEREDD_TLS_CERT=${resolve(cert)}
BEREDD_TLS_KEY=${resolve(key)}
BEREDD_ORIGIN=https://${name}   (with :PORT at the end unless PORT is 443)
BEREDD_TRUST_PORT=3080

Every tablet must trust the authority once: open http://${name}:3080/trust on it, or install ${resolve(authority)} by device management.
Compare the authority's SHA-256 fingerprint on each:
${fingerprint}`;
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
