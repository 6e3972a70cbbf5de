// One structured log. Only fields that are named here get into it: ids, names of mutations, counts and times – no personal data.
import pino, { type DestinationStream, type LogFn } from 'pino';
import { newId, systemRandom } from '#lib/kernel/index.ts';

/** A line of a stack, as V8 writes it: a function's name and a place in a file. */
const FRAME =
	/^at (?:async )?(?:(?:new )?[\w$.#<>[\] ]+ (?:\[as [\w$.#]+\] )?)?\(?(?:file:\/\/|node:|\/|[A-Za-z]:\\)[^()]*:\d+:\d+\)?$/;

/** Field → what of its value may leave; everything else is dropped, also what lies deeper. */
const ALLOWED: Readonly<Record<string, (value: unknown) => unknown>> = {
	bugId: like(/^[0-9a-z]{12}$/),
	/** An event, a mutation or a part of the server, by the name that the sources give it. */
	where: like(/^[A-Za-z]+(?:[.-][A-Za-z]+)*$/),
	epoch: like(/^[0-9a-f]{32}$/),
	error: like(/^[A-Za-z]+$/),
	code: (value) => amount(value) ?? like(/^[A-Z][A-Z0-9_]*$/)(value),
	count: amount,
	ms: amount,
	port: amount,
	frames: (value) => (Array.isArray(value) ? value.flatMap((frame) => frameOf(frame) ?? []) : undefined),
	cause: (value) => (typeof value === 'object' && value !== null ? allowed(value) : undefined)
};

/** The named fields of `fields`, as far as their values are of the kind that may leave. */
export function allowed(fields: object): Record<string, unknown> {
	const pairs = Object.entries(ALLOWED).map(([name, check]) => [name, check(Reflect.get(fields, name))] as const);
	return Object.fromEntries(pairs.filter(([, value]) => value !== undefined));
}

/** What was quoted in a sentence of the log, or would be filled into it, is not shown. */
export function unquoted(sentence: string): string {
	return sentence.replace(/"[^"]*"?|'[^']*'?|“[^”]*”?|`[^`]*`?/g, '…').replace(/[\r\n].*/s, '');
}

/** What there is to write with; a child of pino's would carry fields past the list. */
export type Log = Readonly<Record<'info' | 'warn' | 'error', LogFn>>;

export function newLog(destination?: DestinationStream): Log {
	const options: pino.LoggerOptions = {
		base: null,
		timestamp: pino.stdTimeFunctions.isoTime,
		hooks: {
			// The one door: an error, a sentence's parameters or a whole object cannot pass it by another way.
			logMethod([first, second]: unknown[], method) {
				const sentence = typeof first === 'string' ? first : second;
				const fields = first instanceof Error ? told(first) : first;
				method.apply(this, [
					typeof fields === 'object' && fields !== null ? allowed(fields) : {},
					typeof sentence === 'string' ? unquoted(sentence) : ''
				]);
			}
		}
	};
	const logger = destination ? pino(options, destination) : pino(options);
	return { info: logger.info.bind(logger), warn: logger.warn.bind(logger), error: logger.error.bind(logger) };
}

export const log: Log = newLog();

/** Logs a bug once, under an id that the person also sees. */
export function logBug(error: unknown, where: string): string {
	const bugId = newId(Date.now(), systemRandom).slice(0, 12);
	log.error({ bugId, where, ...told(error) }, 'bug');
	return bugId;
}

/**
 * Ends the process on an error that nobody caught, after logging it: Node itself would print the message, and with it what someone typed.
 */
export function endOnUncaught(): void {
	const end = (error: unknown): void => {
		logBug(error, 'process');
		process.exit(1);
	};
	process.once('uncaughtException', end);
	process.once('unhandledRejection', end);
}

interface Told {
	readonly error: string;
	readonly code?: string | number;
	readonly frames?: readonly string[];
	readonly cause?: Told;
}

/** Messages may quote what someone typed, with and without quotation marks; names, codes and the stack's places do not. */
export function told(error: unknown, depth = 0): Told {
	if (!(error instanceof Error)) return { error: typeof error };
	const code: unknown = Reflect.get(error, 'errcode') ?? Reflect.get(error, 'code');
	return {
		error: error.name,
		...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
		frames: framesOf(error),
		...(error.cause !== undefined && depth < 3 ? { cause: told(error.cause, depth + 1) } : {})
	};
}

/** The places of a stack. A message of several lines stands in it as well and may look like one: it is cut off first. */
function framesOf({ stack = '', message }: Error): string[] {
	const end = message === '' ? 0 : stack.indexOf(message) + message.length;
	return stack
		.slice(end)
		.split('\n')
		.flatMap((line) => frameOf(line.trim()) ?? []);
}

function frameOf(line: unknown): string | undefined {
	return typeof line === 'string' && FRAME.test(line) ? line : undefined;
}

function like(pattern: RegExp): (value: unknown) => string | undefined {
	return (value) => (typeof value === 'string' && value.length <= 64 && pattern.test(value) ? value : undefined);
}

function amount(value: unknown): number | undefined {
	return typeof value === 'number' ? value : undefined;
}
