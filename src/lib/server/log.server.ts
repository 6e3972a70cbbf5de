// One structured log. Only what is listed here by name gets into it: ids, names of mutations, counts and times – no personal data.
import pino, { type Logger } from 'pino';
import { newId, systemRandom } from '#lib/kernel/index.ts';

export const log: Logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime });

/** Logs a bug once, under an id that the person also sees. */
export function logBug(error: unknown, where: string): string {
	const bugId = newId(Date.now(), systemRandom).slice(0, 12);
	// Messages may quote what someone typed; names, codes and the stack's frames do not.
	log.error({ bugId, where, ...told(error) }, 'bug');
	return bugId;
}

interface Told {
	readonly error: string;
	readonly code?: string | number;
	readonly frames?: readonly string[];
	readonly cause?: Told;
}

function told(error: unknown, depth = 0): Told {
	if (!(error instanceof Error)) return { error: typeof error };
	const code: unknown = Reflect.get(error, 'errcode') ?? Reflect.get(error, 'code');
	const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
	return {
		error: error.name,
		...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
		frames: frames.map((line) => line.trim()),
		...(error.cause !== undefined && depth < 3 ? { cause: told(error.cause, depth + 1) } : {})
	};
}
