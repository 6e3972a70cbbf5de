// Someone who writes in the log without a pause, for tests that end the server in the middle of it.
import type { PushedMutation } from '#lib/sync/contract/index.ts';
import type { WireDevice } from './wire-device.ts';

/** Writes until the server dies; what it has heard nothing about it sends again in the server's next life. */
export class Writer {
	readonly device: WireDevice;
	#waiting: PushedMutation[] = [];

	constructor(device: WireDevice) {
		this.device = device;
	}

	/** On the line again, and greeted, as soon as the server is back. */
	async return(): Promise<void> {
		await this.device.connect();
		await this.device.greet();
	}

	/** Calls `moment` at each sending and each answer. */
	async writeUntilDeath(moment: () => void): Promise<void> {
		try {
			for (;;) await this.#writeOnce(moment);
		} catch (error) {
			if (!(error instanceof Error) || !/disconnected/.test(error.message)) throw error;
			this.device.close();
		}
	}

	/** Sends what waits and nothing new. */
	async deliver(): Promise<void> {
		if (this.#waiting.length > 0) await this.device.push(this.#waiting);
	}

	async #writeOnce(moment: () => void): Promise<void> {
		if (this.#waiting.length === 0) {
			this.#waiting = [this.device.entry('Vattnet stiger'), this.device.entry('Hamngatan avstängd')];
		}
		const answer = this.device.push(this.#waiting);
		moment();
		await answer;
		this.#waiting = [];
		moment();
	}
}
