import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { keyToText } from './backup/key-text.server.ts';
import { readBackupKey, readEnvironment, readPlaces } from './environment.server.ts';

const SECRET = 'q8Zr1mXv0bT4yWc7Kd2Hn5Pj9Ls3Gf6Ae8Uo1Ix4RtE=';
const ORIGIN = 'https://beredd.strangnas.se';

let data: string;
let pem: string;

beforeEach(() => {
	data = mkdtempSync(join(tmpdir(), 'beredd-environment-'));
	pem = join(data, 'some.pem');
	writeFileSync(pem, 'PEM');
	return () => {
		rmSync(data, { recursive: true });
	};
});

/** All that a server in a server room is told. */
function served(other: Record<string, string> = {}): Record<string, string> {
	return {
		HOST: '0.0.0.0',
		BEREDD_DATA: data,
		BEREDD_SECRET: SECRET,
		BEREDD_ORIGIN: ORIGIN,
		BEREDD_TRUSTED_HOPS: '1',
		...other
	};
}

test('a machine with nothing set serves itself on port 3000 and keeps its data in .data', () => {
	expect(readPlaces({})).toEqual({ data: '.data', database: join('.data', 'beredd.db') });
	expect(readEnvironment({ BEREDD_DATA: data })).toMatchObject({
		port: 3000,
		host: '127.0.0.1',
		origin: 'http://localhost:3000',
		secure: false,
		hops: 0,
		tls: undefined,
		oidc: undefined,
		backup: undefined,
		trustPort: undefined
	});
});

test.each(['127.0.0.1', '127.8.0.1', 'localhost', '::1'])('HOST=%s is this machine and needs nothing else', (HOST) => {
	expect(readEnvironment({ HOST, BEREDD_DATA: data }).host).toBe(HOST);
});

test.each(['0', '65536', 'http', '-1'])('PORT=%s gets a sentence that says what a port is', (PORT) => {
	expect(() => readEnvironment({ PORT })).toThrow(/between 1 and 65535/);
});

test('a folder without a name gets a sentence that says what to set, together with all else that is wrong', () => {
	expect(() => readEnvironment({ BEREDD_DATA: '', PORT: 'http' })).toThrow(
		/PORT must be .*\nBEREDD_DATA must name a folder/
	);
});

test('what only a server needs does not stop a command that serves nobody', () => {
	expect(readPlaces({ HOST: '0.0.0.0', BEREDD_SECRET: 'weak', BEREDD_DATA: data }).data).toBe(data);
	expect(existsSync(join(data, 'secret'))).toBe(false);
});

describe('whoever serves others', () => {
	test('behind a proxy, or with a certificate, is served under the public name', () => {
		expect(readEnvironment(served())).toMatchObject({ host: '0.0.0.0', origin: ORIGIN, secure: true, hops: 1 });
		const own = served({ BEREDD_TRUSTED_HOPS: '', BEREDD_TLS_CERT: pem, BEREDD_TLS_KEY: pem });
		expect(readEnvironment(own)).toMatchObject({ hops: 0, tls: { cert: pem, key: pem } });
		expect(readEnvironment(served({ BEREDD_ORIGIN: `${ORIGIN}:443/` })).origin).toBe(ORIGIN);
	});

	test.each(['0.0.0.0', '192.168.1.10', 'beredd.example', '127.0.0.1.nip.io'])(
		'HOST=%s alone is told all three things that are missing',
		(HOST) => {
			expect(() => readEnvironment({ HOST, BEREDD_DATA: data })).toThrow(
				/set BEREDD_ORIGIN.*\n.*set BEREDD_SECRET.*openssl rand -base64 32\n.*set BEREDD_TLS_CERT and BEREDD_TLS_KEY .*BEREDD_TRUSTED_HOPS=1/
			);
		}
	);

	test.each([
		['BEREDD_ORIGIN', /set BEREDD_ORIGIN/],
		['BEREDD_SECRET', /set BEREDD_SECRET/],
		['BEREDD_TRUSTED_HOPS', /set BEREDD_TLS_CERT/]
	])('is not started without %s', (name, sentence) => {
		expect(() => readEnvironment(served({ [name]: '' }))).toThrow(sentence);
	});

	test('is not started from this machine either when a public name is given and the rest is not', () => {
		expect(() => readEnvironment({ BEREDD_ORIGIN: ORIGIN, BEREDD_DATA: data })).toThrow(
			/set BEREDD_SECRET.*\n.*set BEREDD_TLS_CERT/
		);
	});

	test.each([
		'http://beredd.strangnas.se',
		'beredd.strangnas.se',
		`${ORIGIN}/app`,
		'https://a:b@beredd.se',
		'https://'
	])('%s is no public address', (address) => {
		expect(() => readEnvironment(served({ BEREDD_ORIGIN: address }))).toThrow(/BEREDD_ORIGIN must be https/);
	});
});

describe('the secret', () => {
	test.each(['', 'short', 'strangnas'.repeat(6), '0123456789abcdef0123456789abcdef', 'ab'.repeat(40)])(
		'“%s” is not taken for one where others are served',
		(weak) => {
			expect(() => readEnvironment(served({ BEREDD_SECRET: weak }))).toThrow(/openssl rand -base64 32/);
		}
	);

	test('is taken as base64, base64url or hexadecimal, and is in no sentence when something else is wrong', () => {
		const hex = '9f2c4e6a8b0d1f3e5c7a9b8d6f4e2c1a0b3d5f7e9c8a6b4d2f1e3c5a7b9d8f60';
		for (const good of [SECRET, hex, SECRET.replace('=', '')])
			expect(Buffer.from(readEnvironment(served({ BEREDD_SECRET: good })).secret).toString()).toBe(good);
		expect(() => readEnvironment(served({ PORT: 'x' }))).toThrow(/^(?!.*q8Zr)/s);
	});

	test('of a machine that serves itself is made once, readable by its user alone, and stays', () => {
		const first = readEnvironment({ BEREDD_DATA: data }).secret;
		expect(Buffer.from(first).toString()).toMatch(/^[\w-]{43}$/);
		expect(readEnvironment({ BEREDD_DATA: data }).secret).toEqual(first);
		expect(statSync(join(data, 'secret')).mode & 0o777).toBe(0o600);
	});

	test('that was cut off on disk is not replaced, since that would lose every person’s key', () => {
		writeFileSync(join(data, 'secret'), 'half');
		expect(() => readEnvironment({ BEREDD_DATA: data })).toThrow(/secret is not whole/);
		expect(readFileSync(join(data, 'secret'), 'utf8')).toBe('half');
	});
});

describe('a variable that comes as a file', () => {
	test('is read from it, without the line’s end', () => {
		const file = join(data, 'given');
		writeFileSync(file, `${SECRET}\n`);
		const { BEREDD_SECRET: _, ...rest } = served({ BEREDD_SECRET_FILE: file });
		expect(Buffer.from(readEnvironment(rest).secret).toString()).toBe(SECRET);
	});

	test('must not be given twice, and must be there', () => {
		expect(() => readEnvironment(served({ BEREDD_SECRET_FILE: pem, PORT_FILE: '/nowhere' }))).toThrow(
			/PORT_FILE names \/nowhere, which cannot be read.*\nBEREDD_SECRET and BEREDD_SECRET_FILE are both set/
		);
	});
});

describe('settings that need each other', () => {
	const key = keyToText('public', new Uint8Array(32).fill(7));

	test.each([
		[{ BEREDD_TLS_CERT: 'pem' }, /BEREDD_TLS_CERT needs BEREDD_TLS_KEY/],
		[{ BEREDD_TLS_KEY: 'pem' }, /BEREDD_TLS_KEY needs BEREDD_TLS_CERT/],
		[{ BEREDD_OIDC_ISSUER: 'https://id.example' }, /BEREDD_OIDC_ISSUER needs BEREDD_OIDC_CLIENT_ID/],
		[{ BEREDD_OIDC_CLIENT_ID: 'beredd' }, /BEREDD_OIDC_CLIENT_ID needs BEREDD_OIDC_ISSUER/],
		[{ BEREDD_BACKUP_FOLDER: '/backups' }, /BEREDD_BACKUP_FOLDER needs BEREDD_BACKUP_KEY as well: npm run backup-key/],
		[{ BEREDD_TRUST_PORT: '3000' }, /BEREDD_TRUST_PORT must be another port/],
		[{ BEREDD_TRUSTED_HOPS: '6' }, /BEREDD_TRUSTED_HOPS must be/],
		[{ BEREDD_OIDC_ISSUER: 'http://id.example', BEREDD_OIDC_CLIENT_ID: 'b' }, /BEREDD_OIDC_ISSUER must be/],
		[{ BEREDD_TLS_CERT: '/nowhere.pem', BEREDD_TLS_KEY: 'pem' }, /BEREDD_TLS_CERT must be the path/],
		[{ BEREDD_BACKUP_KEY: key.replace('-0', '-1') }, /BEREDD_BACKUP_KEY must be the public part/],
		[{ BEREDD_BACKUP_KEY: key, BEREDD_BACKUP_FOLDER: '/b', BEREDD_BACKUP_EVERY_HOURS: '0' }, /EVERY_HOURS must be/]
	])('%o are told so', (settings, sentence) => {
		const given = Object.entries(settings).map(([name, value]) => [name, value === 'pem' ? pem : value]);
		expect(() => readEnvironment(served(Object.fromEntries(given) as Record<string, string>))).toThrow(sentence);
	});

	test('are handed on together', () => {
		const { oidc, backup } = readEnvironment(
			served({
				BEREDD_OIDC_ISSUER: 'https://id.example/realm',
				BEREDD_OIDC_CLIENT_ID: 'beredd',
				BEREDD_BACKUP_KEY: key,
				BEREDD_BACKUP_FOLDER: '/backups'
			})
		);
		expect(oidc).toEqual({ issuer: 'https://id.example/realm', clientId: 'beredd' });
		expect(backup).toEqual({ folder: '/backups', key: new Uint8Array(32).fill(7), everyHours: 6 });
		expect(readBackupKey({ BEREDD_BACKUP_KEY: key })).toEqual(backup?.key);
	});
});
