// The authority's certificate as the server shows it; without the library that makes it, which the running server does not need.
import { createHash, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the authority's certificate lies, whether or not it has been made. */
export function authorityFile(data: string): string {
	return join(data, 'certificate', 'authority.crt');
}

/** The authority's certificate in DER; undefined where none was made. */
export function readAuthority(data: string): Buffer | undefined {
	const file = authorityFile(data);
	return existsSync(file) ? new X509Certificate(readFileSync(file)).raw : undefined;
}

/** SHA-256 of a certificate as people compare it: pairs of hexadecimal digits. */
export function fingerprintOf(certificate: Uint8Array): string {
	const digest = createHash('sha256').update(certificate).digest('hex').toUpperCase();
	return digest.match(/../g)?.join(':') ?? '';
}
