// Who asks over HTTP, as far as the server knows.
import type { Tablet } from './tablets.server.ts';
import type { Holder } from './tickets.server.ts';

export interface Caller {
	/** Where the question comes from, for limits and the log. */
	readonly address: string;
	/** The device by its cookie, a revoked one too; undefined for a browser that nobody has signed in on. */
	readonly tablet: Tablet | undefined;
	/** Who holds the line's ticket. */
	readonly holder: Holder | undefined;
	/** What the browser says it is, such as “Chrome på Windows”: the name of a new device. */
	readonly deviceName: string;
	/** The Cookie header. */
	readonly cookie: string | undefined;
	/** The line's word as it came, whether or not it is worth anything here. */
	readonly ticket: string | undefined;
}
