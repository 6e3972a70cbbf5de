// R23: a server under a rain of malformed frames, beside a device with good manners; one seed replays it all.
import { seededRandom } from '#lib/kernel/index.ts';
import { PROTOCOL } from '#lib/sync/contract/index.ts';
import { Nonsense } from '../support/nonsense.ts';
import { RawLine } from '../support/raw-line.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { administrator } from '../support/staff.ts';
import { WireDevice } from '../support/wire-device.ts';

export interface Fuzzed {
	readonly frames: number;
	readonly lines: number;
	/** Answers that the device with good manners got meanwhile; it goes on only when it has one. */
	readonly answered: number;
	readonly slowestAnswerMs: number;
	/** The longest stall of the event loop, in ms, that the same frames caused again when they were sent once more. */
	readonly worstStallMs: number;
	/** The longest that was seen at all; on a busy machine others cause it. */
	readonly worstSeenMs: number;
	/** Blocks whose stall came again, by their number: seed and number replay one. */
	readonly stalledBlocks: readonly number[];
}

export interface FuzzRequest {
	readonly seed: number;
	readonly frames: number;
	/** The first block, for replaying one alone. */
	readonly first?: number;
	readonly onBlock?: (done: number) => void;
}

/** The promise. */
export const STALL_MS = 100;
const LINES_IN_BLOCK = 5;
const FRAMES_IN_LINE = 20;
const REQUESTS_IN_BLOCK = 3;
const TRIES = 6;

/** On Linux each address of 127/8 is this machine: the limit on lines by address is for one attacker, and this is many. */
const ADDRESSES = process.platform === 'linux' ? 250 : 1;

export async function fuzz(server: ServerProcess, { seed, frames, first = 0, onBlock }: FuzzRequest): Promise<Fuzzed> {
	const polite = await Polite.begin(server.url);
	const total = { frames: 0, lines: 0 };
	const stalledBlocks: number[] = [];
	let [worstStallMs, worstSeenMs] = [0, 0];
	for (let block = first; total.frames < frames; block += 1) {
		const seen: number[] = [];
		do {
			await stallOf(server);
			const sent = await sendBlock(server, seed, block);
			seen.push(await stallOf(server));
			if (seen.length === 1) {
				total.frames += sent.frames;
				total.lines += sent.lines;
			}
		} while ((seen.at(-1) ?? 0) > STALL_MS && seen.length < TRIES);
		worstSeenMs = Math.max(worstSeenMs, ...seen);
		worstStallMs = Math.max(worstStallMs, Math.min(...seen));
		if (Math.min(...seen) > STALL_MS) stalledBlocks.push(block);
		onBlock?.(total.frames);
	}
	const { answered, slowestAnswerMs } = await polite.end();
	return { ...total, answered, slowestAnswerMs, worstStallMs, worstSeenMs, stalledBlocks };
}

/** The event loop's delay since the last question; in so short a time the 99th percentile is the longest. */
async function stallOf({ url }: ServerProcess): Promise<number> {
	const { eventLoopDelayMs } = (await (await fetch(`${url}/health`)).json()) as { eventLoopDelayMs: number };
	return eventLoopDelayMs;
}

async function sendBlock(
	server: ServerProcess,
	seed: number,
	block: number
): Promise<{ frames: number; lines: number }> {
	const person = await administrator(server.url);
	const nonsense = new Nonsense(seededRandom(Math.imul(seed, 0x9e3779b1) + block));
	const lines = Array.from({ length: LINES_IN_BLOCK }, (_, n) => {
		const sent = Array.from({ length: FRAMES_IN_LINE - 1 }, () => nonsense.frame()).flat();
		return { sent, ending: nonsense.ending(), name: block * LINES_IN_BLOCK + n };
	});
	const bodies = Array.from({ length: REQUESTS_IN_BLOCK }, () => nonsense.body());
	const counts = await Promise.all(
		lines.map(async ({ sent, ending, name }) => {
			const localAddress = ADDRESSES === 1 ? '127.0.0.1' : `127.0.0.${2 + (name % ADDRESSES)}`;
			const line = await RawLine.open(server.port, { localAddress, cookie: person.cookie });
			if (!line) return 0;
			line.text('40');
			await line.hears('40{"sid"');
			// Enrolled and greeted, so that what follows gets as far as it can.
			const clientId = `fuzz${name % 7}`;
			const claim = person.claim(line.after('40{"sid":"'), clientId);
			line.text(`421${JSON.stringify(['enrol', { clientId, ...claim }])}`);
			await line.hears('431[');
			const hello = { protocol: PROTOCOL, build: 't', clientId, epoch: null, lastSeq: 0, ...claim };
			line.text(`422${JSON.stringify(['hello', hello])}`);
			await line.hears('432[{"kind":"welcome"');
			for (const frame of sent) line.send(frame);
			// Answered after all that came before: a line that ends at once would take its last messages with it unread.
			line.text('42999["pull",{"cursors":{}}]');
			await line.hears('43999[');
			line.send(ending);
			line.end();
			await line.ended;
			return sent.length + 1;
		})
	);
	await Promise.all(bodies.map((body, n) => request(server, body, n)));
	return { frames: counts.reduce((sum, count) => sum + count, 0) + bodies.length, lines: lines.length };
}

async function request({ url }: ServerProcess, body: string, n: number): Promise<void> {
	const headers = { 'content-type': n % 2 === 0 ? 'application/json' : 'text/plain;charset=UTF-8' };
	const path = ['/sync/fill', '/rt/?EIO=4&transport=polling&sid=nobody', '/access/sign-in'][n % 3] ?? '';
	const { status } = await fetch(url + path, { method: 'POST', headers, body });
	if (status < 400 || status > 499) throw new Error(`${path} answered ${status} to ${body.slice(0, 200)}`);
}

/** A device that writes and reads without a pause, and minds each answer. */
class Polite {
	readonly #device: WireDevice;
	#going = true;
	#answered = 0;
	#slowest = 0;
	readonly #ended: Promise<void>;

	private constructor(device: WireDevice) {
		this.#device = device;
		this.#ended = this.#live();
		// Looked at in `end`; meanwhile it must not end the test by itself.
		this.#ended.catch(() => undefined);
	}

	static async begin(url: string): Promise<Polite> {
		const device = await WireDevice.meet(url, `polite-${Date.now().toString(36)}`);
		await device.push([device.start('Översvämning')]);
		return new Polite(device);
	}

	async end(): Promise<{ answered: number; slowestAnswerMs: number }> {
		this.#going = false;
		await this.#ended;
		const written = this.#device.acknowledged.length;
		this.#device.close();
		if (written * 2 !== this.#answered) throw new Error('An entry was not taken');
		if (this.#device.connections !== 1) throw new Error('The line of the device with good manners was lost');
		return { answered: this.#answered, slowestAnswerMs: Math.round(this.#slowest) };
	}

	async #live(): Promise<void> {
		while (this.#going) {
			const began = performance.now();
			await this.#device.push([this.#device.entry('Vattnet stiger')]);
			await this.#device.ask('pull', { cursors: {} });
			this.#answered += 2;
			this.#slowest = Math.max(this.#slowest, performance.now() - began);
			await new Promise((next) => setTimeout(next, 5));
		}
	}
}
