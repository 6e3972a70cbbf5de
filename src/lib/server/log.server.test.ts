import { expect, test } from 'vitest';
import { newLog, told, unquoted, type Log } from './log.server.ts';

const NAME = 'Åsa Ek';
const PHONE = '0701234567';
const CANARIES = [NAME, PHONE, 'hemligt lösenord', 'kalle@example.se'];

/** What the log would print. */
function printed(write: (log: Log) => void): string {
	let text = '';
	write(newLog({ write: (line) => void (text += line) }));
	expect(text).toMatch(/^\{.*\}\n$/s);
	return text;
}

function parsed(write: (log: Log) => void): Record<string, unknown> {
	const { time, ...rest } = JSON.parse(printed(write)) as Record<string, unknown>;
	expect(time).toEqual(expect.any(String));
	return rest;
}

test('a field that is not named in the list is dropped, however deep it lies', () => {
	const fields = {
		where: 'push',
		count: 3,
		name: NAME,
		person: { phone: PHONE },
		cause: { name: NAME, code: 'ENOENT' }
	};
	expect(
		parsed((log) => {
			log.info(fields, 'taken');
		})
	).toEqual({
		level: 30,
		where: 'push',
		count: 3,
		cause: { code: 'ENOENT' },
		msg: 'taken'
	});
});

test.each(CANARIES)('%s leaves under no named field either', (canary) => {
	const names = ['bugId', 'where', 'epoch', 'error', 'code', 'count', 'ms', 'port', 'frames', 'cause'];
	for (const name of names) {
		for (const value of [canary, [canary], { [name]: canary, cause: canary }, [`at ${canary}`]]) {
			expect(
				printed((log) => {
					log.warn({ [name]: value }, 'x');
				})
			).not.toContain(canary);
		}
	}
});

test('an error, a parameter or a quotation takes no other way in', () => {
	const error = new TypeError(`Cannot read ${NAME}`, { cause: new Error(PHONE) });
	for (const write of [
		(log) => {
			log.error(error);
		},
		(log) => {
			log.error(error, 'failed');
		},
		(log) => {
			log.error({ err: error }, 'failed');
		},
		(log) => {
			log.info('for %s and %o', NAME, { PHONE });
		},
		(log) => {
			log.info({ where: 'push' }, 'for %s', PHONE);
		},
		(log) => {
			log.info(`could not read "${NAME}" and '${PHONE}'`);
		},
		(log) => {
			log.info(`could not read\n${NAME} ${PHONE}`);
		}
	] satisfies ((log: Log) => void)[]) {
		const text = printed(write);
		expect([text.includes(NAME), text.includes(PHONE)]).toEqual([false, false]);
	}
});

test('of an error its name, its code and all the places of its stack are told', () => {
	const error = Object.assign(new RangeError('x'), { code: 'ERR_X' });
	const lines = (error.stack ?? '').split('\n').slice(1);
	const places = lines.filter((line) => !line.includes('<anonymous>'));
	expect(places.length).toBeGreaterThan(2);
	expect(told(error)).toEqual({ error: 'RangeError', code: 'ERR_X', frames: places.map((line) => line.trim()) });
	const frames = [
		'at new Sqlite (/app/build/server.js:10:5)',
		'at async Promise.all (index 0)',
		'at Object.<anonymous> (file:///app/x.js:1:1)',
		'at Socket.<anonymous> [as push] (C:\\app\\x.js:1:1)',
		'at async /app/x.js:7:9',
		'at process.processTicksAndRejections (node:internal/process/task_queues:105:5)'
	];
	expect(
		parsed((log) => {
			log.error({ frames }, 'x');
		})['frames']
	).toEqual(frames.filter((line) => !line.includes('index')));
});

test('a message that is written like a stack is not taken for one', () => {
	const error = new Error(`wrong\n    at ${PHONE} (/tmp/${PHONE}:1:1)\n    at x (/a:1:1)`);
	expect(JSON.stringify(told(error))).not.toContain(PHONE);
});

test('what was quoted is cut out of a sentence', () => {
	expect(unquoted(`Unexpected token 'K', "Kalle" is not “valid” \`JSON\` for "Å`)).toBe(
		'Unexpected token …, … is not … … for …'
	);
});
