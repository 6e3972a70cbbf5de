// What the surroundings decide, read and checked in one place; every wrong value gets a sentence that says what to do.
import { join } from 'node:path';
import * as z from 'zod/mini';
import { SETTING_NAMES, settings, type Settings } from './environment/schema.server.ts';
import { keptSecret } from './environment/secret.server.ts';
import { problemsOf } from './environment/together.server.ts';
import { valuesOf, type Variables } from './environment/variables.server.ts';

/** Where things lie: what a command needs that serves nobody. */
export interface Places {
	/** Folder of the database. */
	readonly data: string;
	readonly database: string;
}

/** Where copies go by themselves. */
export interface BackupPlan {
	readonly folder: string;
	/** The public part of the key that the copies are sealed to. */
	readonly key: Uint8Array;
	readonly everyHours: number;
}

export interface Environment extends Places {
	readonly port: number;
	readonly host: string;
	/** What persons' keys are derived from; never logged, not in the database. */
	readonly secret: Uint8Array;
	/** Where people find this server: scheme, name and port, without a slash at the end. */
	readonly origin: string;
	/** Whether people reach it over https, so that cookies may be bound to that. */
	readonly secure: boolean;
	/** Proxies in front whose X-Forwarded-For is believed. */
	readonly hops: number;
	/** Paths of PEM files; undefined where a proxy speaks https, or nobody does. */
	readonly tls: { readonly cert: string; readonly key: string } | undefined;
	/** Where the authority's certificate is offered over plain http. */
	readonly trustPort: number | undefined;
	readonly oidc: { readonly issuer: string; readonly clientId: string; readonly clientSecret?: string } | undefined;
	readonly backup: BackupPlan | undefined;
}

/** Copies in a working day, so that no more than its half is lost. */
const BACKUP_EVERY_HOURS = 6;

/**
 * Reads what a server needs; on a machine that serves only itself it makes the secret where there is none.
 *
 * Errors:  throws one Error whose message is the sentences for all wrong values, for the terminal.
 */
export function readEnvironment(variables: Variables): Environment {
	const values = parse(settings, variables, SETTING_NAMES);
	const problems = problemsOf(values);
	if (problems.length > 0) throw new Error(problems.join('\n'));
	const { PORT: port, HOST: host, BEREDD_DATA: data } = values;
	const tls = both(values.BEREDD_TLS_CERT, values.BEREDD_TLS_KEY);
	const origin = values.BEREDD_ORIGIN ?? `${tls ? 'https' : 'http'}://localhost:${port.toString()}`;
	return {
		...placesIn(data),
		port,
		host,
		secret: Buffer.from(values.BEREDD_SECRET ?? keptSecret(data), 'utf8'),
		origin,
		secure: origin.startsWith('https:'),
		hops: values.BEREDD_TRUSTED_HOPS ?? 0,
		tls: tls && { cert: tls[0], key: tls[1] },
		trustPort: values.BEREDD_TRUST_PORT,
		oidc: oidcOf(values),
		backup: planOf(values)
	};
}

/** Reads where things lie, and nothing else: a command must not stop for what only a server needs. */
export function readPlaces(variables: Variables): Places {
	const { BEREDD_DATA } = parse(z.pick(settings, { BEREDD_DATA: true }), variables, ['BEREDD_DATA']);
	return placesIn(BEREDD_DATA);
}

/** The key that `npm run backup` seals to; undefined where its copy is to be a plain one. */
export function readBackupKey(variables: Variables): Uint8Array | undefined {
	return parse(z.pick(settings, { BEREDD_BACKUP_KEY: true }), variables, ['BEREDD_BACKUP_KEY']).BEREDD_BACKUP_KEY;
}

function parse<T extends z.ZodMiniType>(schema: T, variables: Variables, names: readonly string[]): z.output<T> {
	const parsed = schema.safeParse(valuesOf(variables, names));
	if (!parsed.success) throw new Error([...new Set(parsed.error.issues.map(({ message }) => message))].join('\n'));
	return parsed.data;
}

function placesIn(data: string): Places {
	return { data, database: join(data, 'beredd.db') };
}

function both<T>(one: T | undefined, other: T | undefined): readonly [T, T] | undefined {
	return one === undefined || other === undefined ? undefined : [one, other];
}

function oidcOf(values: Settings): Environment['oidc'] {
	const known = both(values.BEREDD_OIDC_ISSUER, values.BEREDD_OIDC_CLIENT_ID);
	const clientSecret = values.BEREDD_OIDC_CLIENT_SECRET;
	return known && { issuer: known[0], clientId: known[1], ...(clientSecret === undefined ? {} : { clientSecret }) };
}

function planOf(values: Settings): BackupPlan | undefined {
	const { BEREDD_BACKUP_FOLDER: folder, BEREDD_BACKUP_KEY: key } = values;
	if (folder === undefined || key === undefined) return undefined;
	return { folder, key, everyHours: values.BEREDD_BACKUP_EVERY_HOURS ?? BACKUP_EVERY_HOURS };
}
