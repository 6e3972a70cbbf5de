// One request as a browser would make it, with an authority of one's own and headers that `fetch` does not let through.
import { request as plainRequest, type Agent, type IncomingHttpHeaders } from 'node:http';
import { request as secureRequest, type Agent as SecureAgent } from 'node:https';
import { TLSSocket } from 'node:tls';

export interface Answer {
	readonly status: number | undefined;
	readonly headers: IncomingHttpHeaders;
	readonly body: Buffer;
	/** Of the server's certificate; undefined over plain http. */
	readonly serial: string | undefined;
}

export interface Question {
	readonly headers?: Record<string, string>;
	/** The only authority that is trusted, in PEM. */
	readonly ca?: string;
	/** The name the certificate must be for, where it is not the address itself. */
	readonly servername?: string;
	readonly agent?: Agent | SecureAgent;
}

/** Rejects where the certificate is not trusted. */
export function ask(url: string, question: Question = {}): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const secure = url.startsWith('https:');
		const request = (secure ? secureRequest : plainRequest)(url, { agent: false, ...question }, (response) => {
			const parts: Buffer[] = [];
			const { socket, statusCode: status, headers } = response;
			const serial = socket instanceof TLSSocket ? socket.getPeerCertificate().serialNumber : undefined;
			response.on('data', (part: Buffer) => parts.push(part));
			response.on('end', () => {
				resolve({ status, headers, body: Buffer.concat(parts), serial });
			});
		});
		request.on('error', reject);
		request.end();
	});
}
