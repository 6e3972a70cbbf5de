// R23, R24, C07, C21: whatever a device sends, and however late it is answered, the server lives and others are served.
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TEXT_MAX } from '#lib/sync/contract/index.ts';
import { ServerProcess } from '../support/server-process.ts';
import { WireDevice } from '../support/wire-device.ts';

let server: ServerProcess;
const met: WireDevice[] = [];

beforeAll(async () => {
	server = await ServerProcess.started();
});

afterAll(async () => {
	for (const device of met) device.close();
	await server.remove();
});

async function meet(clientId: string): Promise<WireDevice> {
	const device = await WireDevice.meet(server.url, clientId);
	met.push(device);
	return device;
}

/** The same process answers, and takes what a device with good manners has to say. */
async function expectServed(pid: number): Promise<void> {
	expect(server.pid).toBe(pid);
	const device = await meet(`polite-${met.length}`);
	await device.push([device.entry('Vattnet stiger')]);
	expect(device.acknowledged).toHaveLength(1);
	expect((await fetch(`${server.url}/health`)).status).toBe(200);
}

/** Text frames over a bare WebSocket, before or after the handshake of socket.io; resolves when the server has closed or answered. */
async function sendRaw(frames: readonly (string | Uint8Array<ArrayBuffer>)[]): Promise<void> {
	const socket = new WebSocket(`${server.url.replace('http', 'ws')}/rt/?EIO=4&transport=websocket`);
	await new Promise((resolve) => {
		socket.addEventListener('close', resolve);
		socket.addEventListener('open', () => {
			for (const frame of frames) socket.send(frame);
			// Answered after all of them, unless one of them has ended the line.
			socket.send('41');
			socket.close();
		});
	});
}

const DEEP = '['.repeat(200_000) + ']'.repeat(200_000);

describe('R23: a device that talks nonsense', () => {
	test.each(['enrol', 'hello', 'push', 'pull'])(
		'gets the answer that its %s was not understood, and keeps its line',
		async (event) => {
			const device = await meet(`nonsense-${event}`);
			const nonsense = [
				undefined,
				null,
				7,
				'text',
				[],
				{},
				Buffer.from('bytes'),
				{ mutations: 7 },
				{ cursors: [] },
				{ mutations: [] },
				{ mutations: Array.from({ length: 201 }, () => device.entry('x')) },
				{ mutations: [{ seq: 0, name: 'x', args: null, at: -1 }] },
				{ mutations: [{ seq: 1.5 }], extra: true },
				{ clientId: '../../etc', protocol: '1' },
				{ cursors: { a: -1 } },
				Array.from({ length: 100_000 }, () => 0)
			];
			const answers = await Promise.all(nonsense.map((message) => device.ask(event, message)));
			expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
				new Set([JSON.stringify({ kind: 'bad-message' })])
			);
			expect(device.connections).toBe(1);
		}
	);

	test('does not reach anybody else’s objects by __proto__, nor the process by depth, bytes or broken frames', async () => {
		const { pid } = server;
		const own = '"seq":1,"name":"journal.add","at":1';
		const hello = '{"protocol":1,"build":"t","clientId":"raw","epoch":null,"lastSeq":0}';
		const enrol = '{"clientId":"raw","personId":"p","name":"n","role":"r"}';
		const begin = ['40', `420["enrol",${enrol}]`, `421["hello",${hello}]`];
		for (const frames of [
			['nonsense'],
			['4'],
			['9'],
			['42'],
			['40', '42["push"'],
			['40{"a":'],
			['40', '42["push",{}]'],
			['40', '42[7,{}]'],
			['40', '42["__proto__",{}]', '42["constructor",{}]', '42["disconnect"]', '42["toString",{}]'],
			['40', '451-["push",{"_placeholder":true,"num":0}]'],
			['40', '452-["push",{"_placeholder":true,"num":9}]', new Uint8Array(9)],
			[new Uint8Array([255, 254])],
			['40', '4399["late",1]'],
			['40', '42["presence",{"scope":"x","place":"y"}]'],
			['40', `422["hello",{"__proto__":{"protocol":1}}]`],
			[...begin, `422["push",{"mutations":[{${own},"args":{"__proto__":{"admin":true}}}]}]`],
			[...begin, `422["push",{"mutations":[{${own}}]}]`],
			[...begin, `422["push",{"mutations":[{${own},"args":${DEEP}}]}]`],
			[...begin, `422["push",${DEEP}]`],
			[...begin, `422["pull",{"cursors":{"__proto__":1,"constructor":2}}]`]
		]) {
			await sendRaw(frames);
		}
		await expectServed(pid);
		expect(server.log).not.toContain('"level":50');
	});

	test('gets nothing but refusals over plain HTTP, however it is put', async () => {
		const { pid } = server;
		for (const body of ['', '{', 'null', DEEP, '{"__proto__":{}}', '{"clientId":"a","scope":"open","limit":1e9}']) {
			const headers = { 'content-type': 'application/json' };
			expect((await fetch(`${server.url}/sync/fill`, { method: 'POST', headers, body })).status).toBe(404);
		}
		const polled = await fetch(`${server.url}/rt/?EIO=4&transport=polling&sid=nobody`, { method: 'POST', body: 'x' });
		expect(polled.status).toBe(400);
		for (const line of [
			'GET / HTTP/9.9',
			'\u0000\u0001',
			'GET /%ff%00 HTTP/1.1\r\nHost: \r\n',
			'POST /sync/fill HTTP/1.1\r\nContent-Length: x'
		]) {
			await new Promise<void>((resolve) => {
				const socket = connect(server.port, '127.0.0.1', () => socket.end(`${line}\r\n\r\n`));
				socket
					.on('close', () => {
						resolve();
					})
					.on('error', () => undefined)
					.resume();
			});
		}
		await expectServed(pid);
	});
});

describe('R24, C21: a text that is too long', () => {
	test('for the line ends it once, is not taken, and what the device and others write flows on', async () => {
		const [device, other] = [await meet('pasted'), await meet('beside')];
		const pasted = device.entry('x'.repeat(1_200_000));
		await expect(device.push([pasted])).rejects.toThrow(/disconnected/);
		await device.connect();
		await device.greet();
		expect(device.connections).toBe(2);
		const shorter = { ...pasted, args: { ...(pasted.args as object), text: 'x'.repeat(TEXT_MAX) } };
		await device.push([shorter, device.entry('Hamngatan avstängd')]);
		expect(device.acknowledged).toHaveLength(2);
		await other.push([other.entry('Vattnet stiger')]);
		expect([device.connections, other.connections]).toEqual([2, 1]);
	});

	test('for the log is refused by itself, and the next entry of the same push is taken', async () => {
		const device = await meet('talkative');
		const { verdicts } = await device.push([device.entry('x'.repeat(TEXT_MAX + 1)), device.entry('Kort')]);
		expect(verdicts).toMatchObject([{ refused: 'sync.bad-arguments' }, { seq: 2 }]);
		expect(device.acknowledged).toEqual(['entry-talkative-2']);
	});
});

test('C07: ten sendings of one entry to a server that answers late make one entry and one verdict', async () => {
	const device = await meet('impatient');
	const entry = device.entry('Bron är stängd');
	server.freeze('SIGSTOP');
	const sendings = await Promise.allSettled(Array.from({ length: 10 }, () => device.push([entry], 50)));
	server.freeze('SIGCONT');
	expect(sendings.map(({ status }) => status)).toEqual(Array(10).fill('rejected'));
	const { verdicts } = await device.push([entry]);
	expect(verdicts).toMatchObject([{ seq: 1 }]);
	expect(verdicts[0]).not.toHaveProperty('refused');
	expect((await device.rowsOf()).filter((id) => id === 'entry-impatient-1')).toHaveLength(1);
});

test('C06: the same batch over two lines at once makes one row and two equal answers', async () => {
	const [tablet, twin] = [await meet('twin'), await meet('twin')];
	const batch = [tablet.entry('Väg 222 översvämmad'), tablet.entry('Bron håller')];
	const [one, two] = await Promise.all([tablet.push(batch), twin.push(batch)]);
	expect(one).toEqual(two);
	expect((await tablet.rowsOf()).filter((id) => id.startsWith('entry-twin'))).toHaveLength(2);
});
