// The modes of the pages that are open, innermost last: the last one colours the whole app.
import type { Mode } from '#lib/features/workspace.ts';

export class Modes {
	/** Plain, so that entering one inside an effect does not run it again. */
	readonly #open: Mode[] = [];
	#innermost: Mode | undefined = $state();

	get innermost(): Mode | undefined {
		return this.#innermost;
	}

	/** Returns the function that leaves it. */
	enter(mode: Mode): () => void {
		this.#open.push(mode);
		this.#innermost = mode;
		return () => {
			this.#open.splice(this.#open.lastIndexOf(mode), 1);
			this.#innermost = this.#open.at(-1);
		};
	}
}
