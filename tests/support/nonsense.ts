// Malformed messages of every kind, drawn from a seed: the same number draws the same ones.
import type { Random } from '#lib/kernel/index.ts';
import type { RawFrame } from './raw-line.ts';

const EVENTS = ['enrol', 'hello', 'push', 'pull', 'presence'];
const NAMES = [
	...EVENTS,
	'__proto__',
	'constructor',
	'toString',
	'error',
	'disconnect',
	'connect',
	'',
	'x'.repeat(500)
];
const KEYS = [
	'mutations',
	'cursors',
	'clientId',
	'seq',
	'name',
	'args',
	'scope',
	'__proto__',
	'constructor',
	'toJSON',
	''
];
const WORDS = [
	'',
	'0',
	'journal.add',
	'incident:flood',
	'../../etc/passwd',
	'\u0000',
	'\uD800',
	'=1+1',
	'<script>',
	'ﷺ'
];
const NUMBERS = [0, -1, 1.5, 1e308, -0, 2 ** 53, 2 ** 31, 1e-320];

const MUTATION =
	'{"seq":1,"name":"journal.add","at":1,"args":{"entryId":"a","incidentId":"flood","text":"b","happenedAt":1}}';
/** Well-formed, to be spoilt byte by byte. */
const SOUND = [
	`421["push",{"mutations":[${MUTATION}]}]`,
	'422["pull",{"cursors":{"incident:flood":0}}]',
	'423["hello",{"protocol":1,"build":"t","clientId":"a","epoch":null,"lastSeq":0}]',
	'424["enrol",{"clientId":"a","personId":"p","name":"n","role":"r"}]',
	'42["presence",{"scope":"incident:flood","place":"log"}]'
];

export class Nonsense {
	readonly #random: Random;

	constructor(random: Random) {
		this.#random = random;
	}

	/** Something that reaches the events of a line and leaves it open. */
	frame(): RawFrame[] {
		return this.#pick<() => RawFrame[]>([
			() => [this.#text(this.#event(this.#json(this.#value(0))))],
			() => [this.#text(this.#event(this.#json(this.#value(0))))],
			() => [this.#text(this.#event(this.#spoilt(MUTATION, 1)))],
			() => [this.#text(this.#event(this.#nearly()))],
			() => [this.#text(this.#event(this.#deep()))],
			() => [this.#text(this.#event(this.#large()))],
			() => this.#binary(),
			() => [this.#text(`43${this.#number()}[${this.#json(this.#value(0))}]`)],
			() => [this.#text(`42["${this.#of(EVENTS)}"${',{}'.repeat(this.#number() % 9)}]`)],
			() => [{ opcode: 'ping', payload: this.#random.bytes(this.#number() % 125) }]
		])();
	}

	/** Something that the line itself does not survive. */
	ending(): RawFrame {
		return this.#pick<() => RawFrame>([
			() => ({ opcode: 'binary', payload: this.#random.bytes(this.#number()) }),
			() => ({ opcode: 'broken', payload: this.#random.bytes(this.#number() % 100) }),
			() => ({ opcode: 'text', payload: this.#random.bytes(1 + this.#number()) }),
			() => this.#text(this.#spoilt(this.#of(SOUND), 3)),
			() =>
				this.#text(
					`4${this.#of(['', '2', '2[', '9', '5', '51-', '599999999999-[]', '52-["push"]', '0{"a":', '4"x"', '1[]'])}`
				),
			() => this.#text(`451-["push",${this.#deep()}]`),
			() => this.#text(`42["${this.#of(['disconnect', 'connect_error', 'newListener'])}",{}]`),
			() => this.#text(`40/${this.#json(this.#value(2))},`)
		])();
	}

	/** The body of a request to somewhere else on the server: of a poll, or of what should be JSON. */
	body(): string {
		return this.#pick([
			() => this.#json(this.#value(0)),
			() => this.#deep(),
			() => Buffer.from(this.#random.bytes(this.#number())).toString('latin1'),
			() => `${this.#of(SOUND)}\u001e${this.#spoilt(this.#of(SOUND), 2)}\u001eb${this.#of(WORDS)}`
		])();
	}

	#event(argument: string): string {
		const id = this.#of(['', '', '1', '77', '99999999999999999999']);
		return `42${id}[${this.#of([...EVENTS, ...EVENTS, ...NAMES].map((name) => JSON.stringify(name)))},${argument}]`;
	}

	/** A message with one thing wrong in it. */
	#nearly(): string {
		const wrong = this.#json(this.#value(1));
		return this.#of([
			`{"mutations":[${MUTATION},${wrong}]}`,
			`{"mutations":${wrong}}`,
			`{"mutations":[{"seq":1,"name":"journal.add","at":1,"args":${wrong}}]}`,
			`{"mutations":[{"seq":${wrong},"name":"journal.add","at":1,"args":{}}]}`,
			`{"mutations":[{"seq":1,"name":${wrong},"at":1,"args":{}}]}`,
			`{"mutations":[{"seq":1,"name":"journal.add","at":1,"args":{},"former":${wrong}}]}`,
			`{"cursors":{"incident:flood":${wrong}}}`,
			`{"cursors":{"__proto__":1,"constructor":2,"toString":3}}`,
			`{"__proto__":{"protocol":1},"clientId":${wrong}}`,
			`{"protocol":1,"build":"t","clientId":"a","epoch":${wrong},"lastSeq":0}`,
			`{"scope":${wrong},"place":"x"}`
		]);
	}

	#deep(): string {
		// Seldom: what is very deep or very long takes the sender as long as the server.
		const depth = this.#random.fraction() < 0.04 ? this.#of([20_000, 200_000]) : this.#of([5, 50, 500, 3_000]);
		const [open, close] = this.#of([
			['[', ']'],
			['{"a":', '}'],
			['[{"args":', '}]']
		] as const);
		const often = Math.floor(Math.min(depth, 900_000 / (open.length + close.length)));
		const inside = open.repeat(often) + this.#of(['1', '""', '{"_placeholder":true,"num":0}']) + close.repeat(often);
		return this.#of([inside, `{"mutations":[{"seq":1,"name":"journal.add","at":1,"args":${inside}}]}`]);
	}

	#large(): string {
		const length = this.#random.fraction() < 0.04 ? 100_000 : 200;
		const list = `[${Array<string>(length)
			.fill(this.#of(['0', '{}', 'null', '"x"', '[]']))
			.join(',')}]`;
		const keyed = `{${Array.from({ length: length / 4 }, (_, n) => `"k${n}":${n}`).join(',')}}`;
		return this.#of([
			list,
			`{"mutations":${list}}`,
			`{"cursors":${list}}`,
			`{"cursors":${keyed}}`,
			`{"mutations":[{"seq":1,"name":"journal.add","at":1,"args":${keyed},"former":${keyed}}]}`,
			`{"protocol":1,${keyed.slice(1)}`
		]);
	}

	#binary(): RawFrame[] {
		const place = `{"_placeholder":true,"num":${this.#of(['0', '0', '0', '-1', '9', '"0"', '1e9'])}}`;
		const message = this.#of([
			place,
			`{"mutations":${place}}`,
			`{"mutations":[{"seq":1,"name":"journal.add","at":1,"args":${place}}]}`
		]);
		return [
			this.#text(`451-["${this.#of(EVENTS)}",${message}]`),
			{ opcode: 'binary', payload: this.#random.bytes(this.#number()) }
		];
	}

	#value(depth: number): unknown {
		if (depth < 4 && this.#random.fraction() < 0.4) {
			const length = this.#number() % 6;
			if (this.#random.fraction() < 0.5) return Array.from({ length }, () => this.#value(depth + 1));
			const pairs = Array.from({ length }, () => [this.#of(KEYS), this.#value(depth + 1)] as const);
			return Object.fromEntries(pairs);
		}
		return this.#of<unknown>([null, true, ...NUMBERS, ...WORDS, 'x'.repeat(this.#number())]);
	}

	/** `toJSON` is a key like the others here. */
	#json(value: unknown): string {
		return JSON.stringify(value).replaceAll('"args"', () => this.#of(['"args"', '"__proto__"']));
	}

	/** `times` bytes changed, taken out or doubled. */
	#spoilt(text: string, times: number): string {
		let spoilt = text;
		for (let n = 0; n < times; n += 1) {
			const at = Math.floor(this.#random.fraction() * spoilt.length);
			const middle = this.#of(['', spoilt.slice(at, at + 1).repeat(2), '"', '}', '\\u0000', String(this.#number())]);
			spoilt = spoilt.slice(0, at) + middle + spoilt.slice(at + 1);
		}
		return spoilt;
	}

	#text(text: string): RawFrame {
		return { opcode: 'text', payload: Buffer.from(text) };
	}

	#number(): number {
		return Math.floor(this.#random.fraction() ** 3 * 2_000);
	}

	#of<T>(choices: readonly T[]): T {
		return choices[Math.floor(this.#random.fraction() * choices.length)] as T;
	}

	#pick<T>(choices: readonly T[]): T {
		return this.#of(choices);
	}
}
