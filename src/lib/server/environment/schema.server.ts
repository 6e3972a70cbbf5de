// The shape of every setting, and the sentence that whoever got one wrong reads.
import { existsSync } from 'node:fs';
import * as z from 'zod/mini';
import { BackupKey } from '../backup/key-text.server.ts';
import { isStrong } from './secret.server.ts';

const HOPS_MAX = 5;
const HOURS_MAX = 168;

/** A whole number from `least` to `most`, written in digits. */
function whole(least: number, most: number, sentence: string) {
	return z.pipe(
		z.string().check(
			z.regex(/^\d{1,5}$/, sentence),
			z.refine((text) => !/^\d{1,5}$/.test(text) || (Number(text) >= least && Number(text) <= most), sentence)
		),
		z.transform(Number)
	);
}

/** Set but empty means not set: that is what a template with nothing filled in gives. */
function unlessEmpty<T extends z.core.SomeType>(schema: T) {
	return z.pipe(
		z.transform((value: unknown) => (value === '' ? undefined : value)),
		z.optional(schema)
	);
}

function fileAt(name: string) {
	return z
		.string()
		.check(z.refine((path) => existsSync(path), `${name} must be the path of a PEM file that is there.`));
}

function originOf(text: string): string | undefined {
	const url = URL.parse(text);
	const bare = url && !url.username && !url.password && url.pathname === '/' && !url.search && !url.hash;
	return bare && url.protocol === 'https:' ? url.origin : undefined;
}

/** A provider on this machine is reached without a line that anyone could listen on. */
function isGuarded(text: string): boolean {
	const url = URL.parse(text);
	return url?.protocol === 'https:' || (url?.protocol === 'http:' && /^(127\.|localhost$|\[::1\]$)/.test(url.hostname));
}

const ORIGIN = 'BEREDD_ORIGIN must be https and a name, nothing after it, for example https://beredd.strangnas.se.';
const ISSUER = 'BEREDD_OIDC_ISSUER must be an address that begins with https://.';
const port = (name: string, example: number) =>
	whole(1, 65_535, `${name} must be a number between 1 and 65535, for example ${name}=${example.toString()}.`);

export const settings = z.object({
	PORT: z._default(port('PORT', 3000), 3000),
	HOST: z._default(z.string(), '127.0.0.1'),
	BEREDD_DATA: z
		._default(z.string(), '.data')
		.check(z.minLength(1, 'BEREDD_DATA must name a folder, for example BEREDD_DATA=.data.')),
	BEREDD_SECRET: unlessEmpty(
		z.string().check(z.refine(isStrong, 'BEREDD_SECRET is too easy to guess. Make one with: openssl rand -base64 32'))
	),
	BEREDD_ORIGIN: unlessEmpty(
		z.pipe(
			z.string().check(z.refine((text) => originOf(text) !== undefined, ORIGIN)),
			z.transform((text) => originOf(text) ?? '')
		)
	),
	BEREDD_TRUSTED_HOPS: unlessEmpty(
		whole(0, HOPS_MAX, 'BEREDD_TRUSTED_HOPS must be the number of proxies in front of Beredd, 0 to 5.')
	),
	BEREDD_TRUST_PORT: unlessEmpty(port('BEREDD_TRUST_PORT', 3080)),
	BEREDD_TLS_CERT: unlessEmpty(fileAt('BEREDD_TLS_CERT')),
	BEREDD_TLS_KEY: unlessEmpty(fileAt('BEREDD_TLS_KEY')),
	BEREDD_OIDC_ISSUER: unlessEmpty(z.string().check(z.refine(isGuarded, ISSUER))),
	BEREDD_OIDC_CLIENT_ID: unlessEmpty(z.string()),
	BEREDD_OIDC_CLIENT_SECRET: unlessEmpty(z.string()),
	BEREDD_BACKUP_KEY: unlessEmpty(BackupKey('public', 'BEREDD_BACKUP_KEY')),
	BEREDD_BACKUP_FOLDER: unlessEmpty(z.string()),
	BEREDD_BACKUP_EVERY_HOURS: unlessEmpty(
		whole(1, HOURS_MAX, 'BEREDD_BACKUP_EVERY_HOURS must be a number of hours between 1 and 168.')
	)
});

export type Settings = z.infer<typeof settings>;
export const SETTING_NAMES = Object.keys(settings.shape);
