// https with the municipality's own authority, and the server behind a proxy: what others than this machine meet.
import { X509Certificate } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ask, type Answer } from '../support/ask.ts';
import { runCommand, type Said } from '../support/command.ts';
import { freePort, ServerProcess, until } from '../support/server-process.ts';

const SECRET = 'q8Zr1mXv0bT4yWc7Kd2Hn5Pj9Ls3Gf6Ae8Uo1Ix4RtE=';

function certificate(data: string, ...names: readonly string[]): Promise<Said> {
	return runCommand('src/lib/server/http/certificate-command.server.ts', names, { BEREDD_DATA: data });
}

interface SecureServer {
	readonly server: ServerProcess;
	readonly url: string;
	/** PEM of the authority. */
	readonly ca: string;
	readonly trustUrl: string;
	/** What the certificate command said. */
	readonly said: string;
}

/** A server with a certificate for this machine's names, running. */
async function secureServer(): Promise<SecureServer> {
	const server = new ServerProcess(await freePort());
	onTestFinished(() => server.remove());
	const { code, text } = await certificate(server.folder, 'beredd.strangnas.test', 'localhost', '127.0.0.1');
	expect(code).toBe(0);
	const folder = join(server.folder, 'certificate');
	const ca = readFileSync(join(folder, 'authority.crt'), 'utf8');
	const url = `https://127.0.0.1:${server.port}`;
	const trustPort = await freePort();
	server.answers = async () => (await ask(`${url}/health`, { ca })).status === 200;
	await server.start({
		BEREDD_SECRET: SECRET,
		BEREDD_ORIGIN: `https://beredd.strangnas.test:${server.port}`,
		BEREDD_TLS_CERT: join(folder, 'server.crt'),
		BEREDD_TLS_KEY: join(folder, 'server.key'),
		BEREDD_TRUST_PORT: String(trustPort)
	});
	return { server, url, ca, trustUrl: `http://127.0.0.1:${trustPort}`, said: text };
}

test('a tablet that trusts the authority is served over https only; one that does not is told so by its browser', async () => {
	const { url, ca, server } = await secureServer();
	const host = `beredd.strangnas.test:${server.port}`;
	const answer = await ask(`${url}/health`, { ca, servername: 'beredd.strangnas.test', headers: { host } });
	expect([answer.status, answer.headers['strict-transport-security']]).toEqual([200, 'max-age=31536000']);
	await expect(ask(`${url}/health`)).rejects.toMatchObject({ code: 'SELF_SIGNED_CERT_IN_CHAIN' });
	await expect(ask(`${url}/health`, { ca, servername: 'other.test', headers: { host } })).rejects.toMatchObject({
		code: 'ERR_TLS_CERT_ALTNAME_INVALID'
	});
	await expect(ask(`http://127.0.0.1:${server.port}/health`)).rejects.toThrow();
	const line = (origin: string): Promise<Answer> =>
		ask(`${url}/rt/?EIO=4&transport=polling`, { ca, headers: { host, origin } });
	expect((await line(`https://${host}`)).status).toBe(200);
	expect((await line(`http://${host}`)).status).toBe(403);
	expect((await line('https://elsewhere.example')).status).toBe(403);
});

test('a renewed certificate is shown to whoever comes after SIGHUP, and nobody who is connected is dropped', async () => {
	const { url, ca, server } = await secureServer();
	const agent = new Agent({ keepAlive: true, maxSockets: 1 });
	onTestFinished(() => {
		agent.destroy();
	});
	const before = await ask(`${url}/health`, { ca, agent });
	expect(await certificate(server.folder, 'localhost', '127.0.0.1')).toMatchObject({ code: 0 });
	process.kill(server.pid, 'SIGHUP');
	await until(async () => (await ask(`${url}/health`, { ca })).serial !== before.serial);
	expect(readFileSync(join(server.folder, 'certificate', 'authority.crt'), 'utf8')).toBe(ca);
	expect((await ask(`${url}/health`, { ca, agent })).serial).toBe(before.serial);

	const renewed = (await ask(`${url}/health`, { ca })).serial;
	writeFileSync(join(server.folder, 'certificate', 'server.crt'), 'half a file');
	process.kill(server.pid, 'SIGHUP');
	await until(() => server.log.includes('The certificate could not be read again, the former one stays.'));
	expect((await ask(`${url}/health`, { ca })).serial).toBe(renewed);
});

test('a tablet finds the authority over plain http: the page without a script, the fingerprint of the paper, and nothing else', async () => {
	const { trustUrl, url, ca, said } = await secureServer();
	const { raw, fingerprint256 } = new X509Certificate(ca);
	expect(said).toContain(fingerprint256);
	for (const [from, question] of [
		[trustUrl, {}],
		[url, { ca }]
	] as const) {
		const page = await ask(`${from}/trust`, question);
		const html = page.body.toString();
		expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
		expect(html.split(fingerprint256)).toHaveLength(3);
		for (const part of ['lang="sv"', 'lang="en"', 'iPad', 'Android', 'Windows']) expect(html).toContain(part);
		expect(html).not.toContain('<script');
		expect(page.headers['content-security-policy']).toMatch(/default-src 'none'; style-src 'sha256-/);
		const file = await ask(`${from}/trust/authority.crt`, question);
		expect([file.status, file.headers['content-type']]).toEqual([200, 'application/x-x509-ca-cert']);
		expect(file.body.equals(raw)).toBe(true);
	}
	expect((await ask(`${trustUrl}/trust`)).headers).not.toHaveProperty('strict-transport-security');
	expect(await ask(trustUrl)).toMatchObject({ status: 302, headers: { location: '/trust' } });
	for (const path of ['/health', '/trust/authority.key', '/trust/../health', '/rt/?EIO=4&transport=polling', '//trust'])
		expect([path, (await ask(trustUrl + path)).status]).toEqual([path, 404]);
});

test('behind a proxy the server answers to its public name, and believes the proxy about who asks', async () => {
	const server = new ServerProcess(await freePort());
	onTestFinished(() => server.remove());
	await server.start({
		HOST: '0.0.0.0',
		BEREDD_SECRET: SECRET,
		BEREDD_ORIGIN: 'https://beredd.strangnas.test',
		BEREDD_TRUSTED_HOPS: '1'
	});
	const health = async (headers: Record<string, string>): Promise<Answer> => ask(`${server.url}/health`, { headers });
	const outside = await health({ host: 'beredd.strangnas.test', 'x-forwarded-for': '127.0.0.1, 192.0.2.7' });
	expect([outside.status, outside.headers['strict-transport-security']]).toEqual([200, 'max-age=31536000']);
	expect(JSON.parse(outside.body.toString())).toEqual({ ready: true, database: 'answers', disk: 'enough' });
	const forged = await health({ 'x-forwarded-for': '192.0.2.7', 'x-beredd-address': '127.0.0.1' });
	expect(JSON.parse(forged.body.toString())).not.toHaveProperty('memoryMiB');
	expect(JSON.parse((await health({})).body.toString())).toHaveProperty('memoryMiB');
	expect((await health({ host: 'evil.example' })).status).toBe(421);
	expect((await ask(`${server.url}/trust`)).body.toString()).toContain('inget eget certifikat');
	expect((await ask(`${server.url}/trust/authority.crt`)).status).toBe(404);
});

test('a server that would serve others without https does not start, and says what to set', async () => {
	const server = new ServerProcess(await freePort());
	onTestFinished(() => server.remove());
	await expect(server.start({ HOST: '0.0.0.0', BEREDD_SECRET: '' })).rejects.toThrow(
		/set BEREDD_ORIGIN.*\n.*set BEREDD_SECRET.*\n.*BEREDD_TLS_CERT/
	);
});

test('a name that cannot be one is told so, and an authority of which the key is gone is not silently replaced', async () => {
	const server = new ServerProcess(await freePort());
	onTestFinished(() => server.remove());
	for (const name of ['https://beredd.se', 'a b', '10.0.0.256', '-a.se'])
		expect(await certificate(server.folder, name)).toMatchObject({
			code: 1,
			text: expect.stringContaining('is neither a name') as string
		});
	expect((await certificate(server.folder)).text).toContain('Say under which names');
	await certificate(server.folder, 'localhost');
	rmSync(join(server.folder, 'certificate', 'authority.key'));
	expect((await certificate(server.folder, 'localhost')).text).toContain('one part is missing');
});
