// What settings must be to each other: whoever serves others needs a name, a secret, and someone who speaks https.
import type { Settings } from './schema.server.ts';

const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|localhost)$/;
const MAKE = 'Make one with: openssl rand -base64 32';

/** One sentence for everything that does not fit together; none when all does. */
export function problemsOf(values: Settings): string[] {
	return [...servingProblems(values), ...pairProblems(values)];
}

function servingProblems(values: Settings): string[] {
	const alone = LOOPBACK.test(values.HOST);
	if (alone && values.BEREDD_ORIGIN === undefined) return [];
	const who = alone ? 'With BEREDD_ORIGIN' : `With HOST=${values.HOST}`;
	const problems: string[] = [];
	if (values.BEREDD_ORIGIN === undefined) {
		problems.push(`${who} others are served: set BEREDD_ORIGIN, for example https://beredd.strangnas.se.`);
	}
	if (values.BEREDD_SECRET === undefined) {
		problems.push(`${who} others are served: set BEREDD_SECRET or BEREDD_SECRET_FILE. ${MAKE}`);
	}
	const https = values.BEREDD_TLS_CERT !== undefined || (values.BEREDD_TRUSTED_HOPS ?? 0) > 0;
	if (!https) {
		problems.push(
			`${who} others are served over https: set BEREDD_TLS_CERT and BEREDD_TLS_KEY (npm run certificate makes them), or BEREDD_TRUSTED_HOPS=1 when a proxy in front speaks https.`
		);
	}
	return problems;
}

/** Settings that say nothing without another. */
function pairProblems(values: Settings): string[] {
	const needs = (name: keyof Settings, other: keyof Settings): string[] =>
		values[name] !== undefined && values[other] === undefined ? [`${name} needs ${other} as well.`] : [];
	const problems = [
		...needs('BEREDD_TLS_CERT', 'BEREDD_TLS_KEY'),
		...needs('BEREDD_TLS_KEY', 'BEREDD_TLS_CERT'),
		...needs('BEREDD_OIDC_ISSUER', 'BEREDD_OIDC_CLIENT_ID'),
		...needs('BEREDD_OIDC_CLIENT_ID', 'BEREDD_OIDC_ISSUER'),
		...needs('BEREDD_OIDC_CLIENT_SECRET', 'BEREDD_OIDC_ISSUER'),
		...needs('BEREDD_BACKUP_EVERY_HOURS', 'BEREDD_BACKUP_FOLDER')
	];
	if (values.BEREDD_BACKUP_FOLDER !== undefined && values.BEREDD_BACKUP_KEY === undefined) {
		problems.push('BEREDD_BACKUP_FOLDER needs BEREDD_BACKUP_KEY as well: npm run backup-key makes one.');
	}
	if (values.BEREDD_TRUST_PORT !== undefined && values.BEREDD_TRUST_PORT === values.PORT) {
		problems.push('BEREDD_TRUST_PORT must be another port than PORT.');
	}
	return problems;
}
