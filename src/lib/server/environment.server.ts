// What the surroundings decide, read and checked in one place; every wrong value gets a sentence that says what to do.
import { join } from 'node:path';
import * as z from 'zod/mini';

export interface Environment {
	readonly port: number;
	readonly host: string;
	/** Folder of the database. */
	readonly data: string;
	readonly database: string;
}

const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|localhost)$/;

const schema = z.object({
	PORT: z
		._default(z.string(), '3000')
		.check(z.regex(/^\d{1,5}$/, 'PORT must be a number between 1 and 65535, for example PORT=3000.')),
	HOST: z._default(z.string(), '127.0.0.1'),
	BEREDD_DATA: z
		._default(z.string(), '.data')
		.check(z.minLength(1, 'BEREDD_DATA must name a folder, for example BEREDD_DATA=.data.'))
});

/**
 * Reads the environment.
 *
 * Errors:  throws one Error whose message is the sentences for all wrong values, for the terminal.
 */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
	const parsed = schema.safeParse(variables);
	if (!parsed.success) throw new Error(parsed.error.issues.map(({ message }) => message).join('\n'));
	const { PORT, HOST, BEREDD_DATA } = parsed.data;
	const port = Number(PORT);
	if (port < 1 || port > 65_535) throw new Error('PORT must be a number between 1 and 65535, for example PORT=3000.');
	// Until people sign in (issue B), whoever reaches the server may read and write everything.
	if (!LOOPBACK.test(HOST)) {
		throw new Error(
			`HOST=${HOST} is refused: this version has no sign-in, so it only serves this machine. Leave HOST unset or use HOST=127.0.0.1.`
		);
	}
	return { port, host: HOST, data: BEREDD_DATA, database: join(BEREDD_DATA, 'beredd.db') };
}
