// The devices as the server knows them, asked again for as long as a page shows them: no row tells of them.
import type { Result } from '#lib/kernel/index.ts';
import * as z from 'zod/mini';
import type { Workspace } from '../workspace.ts';
import { Devices } from './access-devices.ts';

const AGAIN_MS = 15_000;

export class KnownDevices {
	readonly #workspace: Workspace;
	#value: Devices | undefined = $state.raw();
	/** Why there is no answer, or why something was not done. */
	problem: string | undefined = $state();

	constructor(workspace: Workspace) {
		this.#workspace = workspace;
	}

	/** The last answer; `undefined` before the first. */
	get value(): Devices | undefined {
		return this.#value;
	}

	/** Asks now and again until the returned function is called. */
	follow(): () => void {
		void this.load();
		const timer = setInterval(() => void this.load(), AGAIN_MS);
		return () => {
			clearInterval(timer);
		};
	}

	async load(): Promise<void> {
		const answer = await this.#workspace.ask('devices', {}, Devices);
		if (answer.ok) this.#value = answer.value;
		this.problem = answer.ok ? undefined : this.#workspace.refusalText(answer.code);
	}

	/** Has the server do something with a device or a session, and asks how it stands then. */
	async tell(call: 'rename-device' | 'revoke-device' | 'revoke-session', message: object): Promise<Result<unknown>> {
		const answer = await this.#workspace.ask(call, message, z.unknown());
		await this.load();
		if (!answer.ok) this.problem = this.#workspace.refusalText(answer.code);
		return answer;
	}
}
