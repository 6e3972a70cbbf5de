// What the test's identity provider remembers: plain maps, one for each kind of thing, without its warning about them.
import type { Adapter, AdapterPayload } from 'oidc-provider';

export class ProviderMemory implements Adapter {
	readonly #things: Map<string, AdapterPayload>;

	constructor(kind: string, memory: Map<string, Map<string, AdapterPayload>>) {
		const things = memory.get(kind) ?? new Map<string, AdapterPayload>();
		memory.set(kind, things);
		this.#things = things;
	}

	upsert(id: string, payload: AdapterPayload): Promise<undefined> {
		this.#things.set(id, payload);
		return Promise.resolve(undefined);
	}

	find(id: string): Promise<AdapterPayload | undefined> {
		return Promise.resolve(this.#things.get(id));
	}

	findByUid(uid: string): Promise<AdapterPayload | undefined> {
		return Promise.resolve([...this.#things.values()].find((thing) => thing.uid === uid));
	}

	findByUserCode(): Promise<undefined> {
		return Promise.resolve(undefined);
	}

	consume(id: string): Promise<undefined> {
		const thing = this.#things.get(id);
		if (thing) this.#things.set(id, { ...thing, consumed: Math.floor(Date.now() / 1000) });
		return Promise.resolve(undefined);
	}

	destroy(id: string): Promise<undefined> {
		this.#things.delete(id);
		return Promise.resolve(undefined);
	}

	revokeByGrantId(grantId: string): Promise<undefined> {
		for (const [id, thing] of this.#things) if (thing.grantId === grantId) this.#things.delete(id);
		return Promise.resolve(undefined);
	}
}
