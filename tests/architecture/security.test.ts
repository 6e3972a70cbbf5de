// What the sources must never contain, and what must stand in each door: every rule finds the violation planted against it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';

const SRC = fileURLToPath(new URL('../../src', import.meta.url));
const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
	.filter((path) => /\.(?:ts|svelte|html)$/.test(path) && !/\.test\.ts$/.test(path))
	.map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(join(SRC, path), 'utf8') }));

interface Source {
	readonly path: string;
	readonly text: string;
}
type Rule = (source: Source) => boolean;

/** Comments may name what is forbidden, to say why. */
function code(text: string): string {
	return text.replace(/\/\*[^]*?\*\/|<!--[^]*?-->|(?<![:'"`])\/\/.*$/gm, '');
}

const has =
	(pattern: RegExp): Rule =>
	({ text }) =>
		pattern.test(code(text));

const isDoor = (path: string): boolean => path.endsWith('+server.ts');
const changes = (text: string): boolean =>
	/export (?:async )?(?:function|const) (?:POST|PUT|PATCH|DELETE)\b/.test(text);

/** POSTs that only read: a form of another site may send them and sees no answer. */
const ONLY_READ = ['routes/sync/fill/+server.ts'];

/** The way to a message that another site cannot send (own-json.server.ts). */
const TAKES_OWN_JSON = /\bownJson\(request\)/;

const RULES: Readonly<Record<string, { readonly breaks: Rule; readonly planted: readonly Source[] }>> = {
	'no text is put into a page as HTML': {
		breaks: has(
			/\{@html|\b(?:inner|outer)HTML\b|\binsertAdjacentHTML\b|\bdocument\.write|\bcreateContextualFragment\b|\bsrcdoc\b/
		),
		planted: [
			{ path: 'a.svelte', text: '<p>{@html entry.text}</p>' },
			{ path: 'a.ts', text: 'node.innerHTML = text;' },
			{ path: 'a.ts', text: "node.insertAdjacentHTML('beforeend', text);" },
			{ path: 'a.svelte', text: '<iframe srcdoc={text}></iframe>' }
		]
	},
	'no text becomes a program': {
		breaks: has(
			/\beval\s*\(|\bnew Function\b|\bset(?:Timeout|Interval)\(\s*['"`]|\bjavascript:|\bimport\(\s*(?:request|params|url)\b/
		),
		planted: [
			{ path: 'a.ts', text: 'eval (text);' },
			{ path: 'a.ts', text: 'const run = new Function(text);' },
			{ path: 'a.ts', text: "setTimeout('run()', 1);" },
			{ path: 'a.svelte', text: '<a href="javascript:run()">x</a>' }
		]
	},
	'no line is recovered without being asked who it is': {
		breaks: has(/connectionStateRecovery/),
		planted: [{ path: 'a.ts', text: 'new Server(http, { connectionStateRecovery: {} });' }]
	},
	'no page of another site is let in': {
		breaks: has(/\bcors\s*:|Access-Control-Allow-|\bcheckOrigin\s*:\s*false|\btrustedOrigins\b/i),
		planted: [
			{ path: 'a.ts', text: "new Server(http, { cors: { origin: '*' } });" },
			{ path: 'a.ts', text: "headers: { 'access-control-allow-origin': '*' }" }
		]
	},
	'a GET changes nothing, a door that changes something takes JSON only': {
		breaks: ({ path, text }) => {
			if (!isDoor(path) || !changes(text) || ONLY_READ.includes(path)) return false;
			return !TAKES_OWN_JSON.test(code(text));
		},
		planted: [
			{ path: 'routes/x/+server.ts', text: 'export async function POST({ request }) { await request.json(); }' },
			{ path: 'routes/x/+server.ts', text: 'export const DELETE = ({ params }) => remove(params.id);' },
			{ path: 'routes/x/+server.ts', text: '// ownJson(request)\nexport function PUT() {}' }
		]
	},
	'no form is answered by the server: a form of another site would be sent without asking': {
		breaks: ({ path, text }) => /\+page\.server\.ts$/.test(path) && /export const actions\b/.test(code(text)),
		planted: [{ path: 'routes/x/+page.server.ts', text: 'export const actions = { default: save };' }]
	},
	'the log is written in one place': {
		breaks: ({ path, text }) =>
			path.startsWith('lib/server/') &&
			/\bconsole\.\w+\(|from 'pino'/.test(code(text)) &&
			path !== 'lib/server/log.server.ts',
		planted: [
			{ path: 'lib/server/a.server.ts', text: 'console.log(person);' },
			{ path: 'lib/server/a.server.ts', text: "import pino from 'pino';" }
		]
	},
	'nothing that must not be guessed comes from Math.random': {
		breaks: ({ path, text }) => path.startsWith('lib/server/') && /\bMath\.random\b/.test(code(text)),
		planted: [{ path: 'lib/server/a.server.ts', text: 'const token = Math.random();' }]
	}
};

describe.each(Object.entries(RULES))('%s', (_, { breaks, planted }) => {
	test('holds in all sources', () => {
		expect(sources.length).toBeGreaterThan(100);
		expect(sources.filter(breaks).map(({ path }) => path)).toEqual([]);
	});

	test.each(planted)('is broken by $text', (source) => {
		expect(breaks(source)).toBe(true);
	});
});

test('what a comment names is no violation', () => {
	const text = '// never innerHTML\n/* eval( */ <!-- {@html --> const url = "https://x"; // connectionStateRecovery';
	for (const { breaks } of Object.values(RULES)) expect(breaks({ path: 'a.svelte', text })).toBe(false);
	expect(code('const a = "https://x"; node.innerHTML = b;')).toContain('innerHTML');
});

type Policy = Readonly<Record<string, unknown>>;

/** What in a content policy lets in a script, a style or a frame that is not the app's own. */
function holesIn(policy: Policy): string[] {
	const sourcesOf = (name: string): string[] => [policy[name]].flat().filter((one) => typeof one === 'string');
	const loose = Object.keys(policy).flatMap((name) =>
		sourcesOf(name)
			.filter((one) =>
				/^(?:unsafe-inline|unsafe-eval|wasm-unsafe-eval|strict-dynamic|\*|https?:|data:|blob:)/.test(one)
			)
			.filter((one) => !(name === 'img-src' && /^(?:data|blob):$/.test(one)))
			.map((one) => `${name} ${one}`)
	);
	const closed = ['default-src', 'base-uri', 'frame-ancestors'].filter((name) => sourcesOf(name).join() !== 'none');
	const own = ['script-src', 'connect-src', 'form-action', 'worker-src'].filter(
		(name) => sourcesOf(name).join() !== 'self'
	);
	const typed = sourcesOf('require-trusted-types-for').includes('script') ? [] : ['require-trusted-types-for'];
	return [...loose, ...closed, ...own, ...typed];
}

describe('the content policy', () => {
	let mode: unknown;
	let policy: Policy = {};

	beforeAll(async () => {
		const file = new URL('../../svelte.config.js', import.meta.url).href;
		const config = (await import(file)) as { default: { kit: { csp: { mode: unknown; directives: Policy } } } };
		({ mode, directives: policy } = config.default.kit.csp);
	});

	test('lets in nothing but the app’s own', () => {
		expect(mode).toBe('hash');
		expect(holesIn(policy)).toEqual([]);
	});

	test.each([
		[{ 'script-src': ['self', 'unsafe-inline'] }, 'script-src unsafe-inline'],
		[{ 'script-src': ['self', 'unsafe-eval'] }, 'script-src unsafe-eval'],
		[{ 'style-src': ['self', 'unsafe-inline'] }, 'style-src unsafe-inline'],
		[{ 'connect-src': ['self', 'https://elsewhere.example'] }, 'connect-src https://elsewhere.example'],
		[{ 'img-src': ['*'] }, 'img-src *'],
		[{ 'default-src': ['self'] }, 'default-src'],
		[{ 'frame-ancestors': undefined }, 'frame-ancestors'],
		[{ 'require-trusted-types-for': [] }, 'require-trusted-types-for']
	])('with %j is found to have a hole', (change, hole) => {
		expect(holesIn({ ...policy, ...change })).toContain(hole);
	});
});
