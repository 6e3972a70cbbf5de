// One structured log. Only what is listed here by name gets into it: ids, names of mutations, counts and times – no personal data.
import pino, { type Logger } from 'pino';
import { newId, systemRandom } from '#lib/kernel/index.ts';

export const log: Logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime });

/** Logs a bug once, under an id that the person also sees. */
export function logBug(error: unknown, where: string): string {
	const bugId = newId(Date.now(), systemRandom).slice(0, 12);
	const { name, stack } = error instanceof Error ? error : new Error(typeof error);
	// The message may quote what someone typed; the stack's frames do not.
	log.error({ bugId, where, error: name, stack: stack?.split('\n').slice(1).join('\n') }, 'bug');
	return bugId;
}
