// The app as components see it: the replica, its state, live queries; made once and handed down by context.
import { getContext, setContext } from 'svelte';
import { version } from '$app/environment';
import { registry } from '#lib/features/registry.ts';
import type { Result } from '#lib/kernel/index.ts';
import { newId, systemRandom } from '#lib/kernel/index.ts';
import { Replica, socketChannel, type ReplicaState } from '#lib/sync/browser/index.ts';
import type { Mutator } from '#lib/sync/contract/index.ts';
import type { Person } from './identity.ts';

export class App {
	readonly replica: Replica;
	readonly person: Person;
	#state: ReplicaState | undefined = $state.raw();

	constructor(person: Person) {
		this.person = person;
		const { personId, name, role } = person;
		this.replica = new Replica({
			name: person.replica,
			registry,
			actor: { personId, name, role },
			build: version,
			channel: socketChannel(location.origin),
			onState: (state) => {
				this.#state = state;
			},
			onProblem: reportProblem
		});
	}

	get state(): ReplicaState {
		return this.#state ?? this.replica.state;
	}

	mutate<A>(mutator: Mutator<A>, args: A): Promise<Result<void>> {
		return this.replica.mutate(mutator, args);
	}

	newId(): string {
		return newId(this.replica.now(), systemRandom);
	}
}

/** Bugs in the background: told once on the console, where a tester and the browser's own reports find them. */
function reportProblem(error: unknown): void {
	console.error(error);
}

const KEY = Symbol('app');

export function provideApp(app: App): App {
	return setContext(KEY, app);
}

export function useApp(): App {
	return getContext<App>(KEY);
}
