// A form that saves: once for each press that counts, and with a sentence when it could not.
import type { Result } from '#lib/kernel/index.ts';
import type { Workspace } from './workspace.ts';

export class Saving {
	readonly #workspace: Workspace;
	readonly #notSaved: () => string;
	/** Why nothing was saved, or what is missing; set by the form itself too. */
	problem: string | undefined = $state();
	#running = $state(false);

	/** `notSaved` says that the device could not save, and that what was typed is still there. */
	constructor(workspace: Workspace, notSaved: () => string) {
		this.#workspace = workspace;
		this.#notSaved = notSaved;
	}

	get running(): boolean {
		return this.#running;
	}

	/**
	 * Runs `save` unless it runs already; true when it was accepted.
	 *
	 * Errors:  a refusal becomes the problem in words; what `save` throws becomes the sentence of `notSaved`, and is thrown on.
	 */
	async run(save: () => Promise<Result<void>>): Promise<boolean> {
		if (this.#running) return false;
		this.#running = true;
		this.problem = undefined;
		try {
			const result = await save();
			if (!result.ok) this.problem = this.#workspace.refusalText(result.code);
			return result.ok;
		} catch (error) {
			this.problem = this.#notSaved();
			throw error;
		} finally {
			this.#running = false;
		}
	}
}
