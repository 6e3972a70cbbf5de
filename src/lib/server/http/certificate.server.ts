// Certificates for a house without a name on the internet: an authority of the municipality's own, and what it signs for the server.
import 'reflect-metadata'; // @peculiar/x509 asks for it before it is loaded.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { DAY_MS } from '#lib/kernel/index.ts';
import { authorityFile } from './authority-file.server.ts';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const AUTHORITY_DAYS = 3_652;
/** Apple's devices take none that is valid longer than 398 days (support.apple.com/102028). */
const SERVER_DAYS = 397;
/** A tablet's clock may be behind. */
const BACKDATED_MS = DAY_MS;
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
/** A name of the DNS; the first part may be a star. */
const DNS_NAME = /^(?:\*\.)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/i;

export interface CertificateFiles {
	readonly authority: string;
	readonly cert: string;
	readonly key: string;
	/** When the server's certificate ends. */
	readonly until: Date;
}

interface Signer {
	readonly certificate: x509.X509Certificate;
	readonly privateKey: CryptoKey;
}

/**
 * Makes a certificate for a server with these names, signed by the authority in `<data>/certificate`, which is made when there is none.
 *
 * Shapes:  `names` are DNS names and IP addresses, at least one; the former certificate of the server is replaced.
 * Errors:  throws a sentence for a name that is neither, and for an authority of which a part is missing.
 */
export async function makeCertificate(data: string, names: readonly string[], now: number): Promise<CertificateFiles> {
	for (const name of names) {
		// What ends in digits was meant as an address, and has a slip.
		if (isIP(name) === 0 && (!DNS_NAME.test(name) || /(?:^|\.)\d+$/.test(name)))
			throw new Error(`${name} is neither a name such as beredd.strangnas.se nor an address such as 10.0.0.5.`);
	}
	const folder = join(data, 'certificate');
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	const authority = await authorityIn(folder, now);
	const keys = await newKeys();
	const until = new Date(now + SERVER_DAYS * DAY_MS - BACKDATED_MS);
	const certificate = await x509.X509CertificateGenerator.create({
		serialNumber: newSerial(),
		subject: [{ CN: [names[0] ?? ''] }],
		issuer: authority.certificate.subjectName,
		notBefore: new Date(now - BACKDATED_MS),
		notAfter: until,
		signingAlgorithm: ALGORITHM,
		publicKey: keys.publicKey,
		signingKey: authority.privateKey,
		extensions: [
			new x509.BasicConstraintsExtension(false, undefined, true),
			new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
			new x509.ExtendedKeyUsageExtension([SERVER_AUTH]),
			new x509.SubjectAlternativeNameExtension(
				names.map((value) => ({ type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const), value }))
			),
			await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
			await x509.AuthorityKeyIdentifierExtension.create(authority.certificate)
		]
	});
	const cert = join(folder, 'server.crt');
	const key = join(folder, 'server.key');
	await writeKey(key, keys.privateKey);
	writeFileSync(cert, pem(certificate) + pem(authority.certificate));
	return { authority: authorityFile(data), cert, key, until };
}

async function authorityIn(folder: string, now: number): Promise<Signer> {
	const certFile = join(folder, 'authority.crt');
	const keyFile = join(folder, 'authority.key');
	if (existsSync(certFile) !== existsSync(keyFile)) {
		throw new Error(
			`Of the authority in ${folder} one part is missing. Bring it back from a backup; a new one must be installed on every tablet anew.`
		);
	}
	if (existsSync(certFile)) {
		const key = x509.PemConverter.decodeFirst(readFileSync(keyFile, 'utf8'));
		return {
			certificate: new x509.X509Certificate(readFileSync(certFile, 'utf8')),
			privateKey: await crypto.subtle.importKey('pkcs8', key, ALGORITHM, false, ['sign'])
		};
	}
	const keys = await newKeys();
	const certificate = await x509.X509CertificateGenerator.createSelfSigned({
		serialNumber: newSerial(),
		name: [{ CN: [`Beredd ${new Date(now).toISOString().slice(0, 10)}`] }, { O: ['Beredd'] }],
		notBefore: new Date(now - BACKDATED_MS),
		notAfter: new Date(now + AUTHORITY_DAYS * DAY_MS),
		signingAlgorithm: ALGORITHM,
		keys,
		extensions: [
			new x509.BasicConstraintsExtension(true, 0, true),
			new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
			await x509.SubjectKeyIdentifierExtension.create(keys.publicKey)
		]
	});
	await writeKey(keyFile, keys.privateKey);
	writeFileSync(certFile, pem(certificate));
	return { certificate, privateKey: keys.privateKey };
}

function newKeys(): Promise<CryptoKeyPair> {
	return crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

/** Sixteen random bytes, positive and without a leading zero. */
function newSerial(): string {
	const bytes = randomBytes(16);
	bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
	return bytes.toString('hex');
}

async function writeKey(file: string, key: CryptoKey): Promise<void> {
	const exported = await crypto.subtle.exportKey('pkcs8', key);
	writeFileSync(file, `${x509.PemConverter.encode(exported, 'PRIVATE KEY')}\n`, { mode: 0o600 });
}

function pem(certificate: x509.X509Certificate): string {
	return `${certificate.toString('pem')}\n`;
}
