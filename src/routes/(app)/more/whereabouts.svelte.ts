// Where a role can be given, as the administrator's own device knows it: only routes see all features at once.
import type { Place } from '#lib/features/access/index.ts';
import { incidents } from '#lib/features/incident/index.ts';
import { organisations } from '#lib/features/roster/index.ts';
import { useWorkspace } from '#lib/features/workspace.ts';

export class Whereabouts {
	readonly #organisations = useWorkspace().all(organisations);
	readonly #incidents = useWorkspace().all(incidents);

	get organisations(): readonly { id: string; name: string }[] {
		return (this.#organisations.value ?? []).toSorted((one, other) => one.order - other.order);
	}

	get places(): readonly Place[] {
		const going = (this.#incidents.value ?? []).toSorted((one, other) => other.startedAt - one.startedAt);
		return [
			...this.organisations.map(({ id, name }) => ({ on: `contacts:${id}`, kind: 'organisation' as const, name })),
			...going.map(({ id, kind, title }) => ({ on: `incident:${id}`, kind, name: title }))
		];
	}
}
