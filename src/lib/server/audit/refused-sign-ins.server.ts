// Attempts that failed, counted together: whoever tries a million passwords must not fill the disk with the log of it.
import { MINUTE_MS } from '#lib/kernel/index.ts';
import type { AuditLog } from './audit-log.server.ts';
import { addressKey, networkOf } from './network.server.ts';

export interface RefusedSignIn {
	/** The person whose account it was; undefined where there is none – what was typed is kept nowhere. */
	readonly personId?: string;
	/** Known device, where there was one. */
	readonly deviceId?: string;
	readonly address: string | undefined;
	readonly reason: string;
	readonly how: string;
}

export interface RefusedSettings {
	readonly audit: Pick<AuditLog, 'append'>;
	readonly now: () => number;
	/** Called with what could not be written; nobody waits for a row that sums up. */
	readonly failed: (error: unknown) => void;
}

interface Counted {
	readonly attempt: RefusedSignIn;
	readonly network: string | undefined;
	begun: number;
	/** Attempts since the last row. */
	more: number;
}

/** Pairs of account and address that are told apart within a minute; what comes beyond is counted as one. */
const TOLD_APART = 100;

export class RefusedSignIns {
	readonly #settings: RefusedSettings;
	readonly #counted = new Map<string, Counted>();

	constructor(settings: RefusedSettings) {
		this.#settings = settings;
	}

	/** The first attempt of an account from an address is on disk when this resolves; later ones of the same minute are counted. */
	async note(attempt: RefusedSignIn): Promise<void> {
		await this.sumUp();
		const own = `${attempt.personId ?? ''}|${addressKey(attempt.address)}`;
		const isApart = this.#counted.has(own) || this.#counted.size < TOLD_APART;
		const key = isApart ? own : 'beyond';
		const known = this.#counted.get(key);
		if (known) {
			known.more += 1;
			return;
		}
		const counted = {
			attempt: isApart ? attempt : { address: undefined, reason: attempt.reason, how: attempt.how },
			network: isApart ? networkOf(attempt.address) : undefined,
			begun: this.#settings.now(),
			more: 0
		};
		this.#counted.set(key, counted);
		await this.#write(counted, 1);
	}

	/** Writes what has been counted for a minute; called at each attempt, each minute, and with `all` when the server stops. */
	async sumUp({ all = false } = {}): Promise<void> {
		const now = this.#settings.now();
		for (const [key, counted] of [...this.#counted]) {
			if (!all && now - counted.begun < MINUTE_MS) continue;
			const { more } = counted;
			if (more === 0) {
				this.#counted.delete(key);
				continue;
			}
			// The next minute begins with this row, so that a pair never has two rows in one minute.
			counted.begun = now;
			counted.more = 0;
			await this.#write(counted, more).catch((error: unknown) => {
				counted.more += more;
				this.#settings.failed(error);
			});
		}
	}

	#write({ attempt, network }: Counted, count: number): Promise<number> {
		const { personId = null, deviceId = null, how, reason } = attempt;
		// Nobody is signed in: the account stands as what it is about.
		const details = { how, reason, count, ...(network === undefined ? {} : { network }) };
		return this.#settings.audit.append({
			what: 'sign-in-refused',
			personId: null,
			deviceId,
			about: personId,
			details
		});
	}
}
