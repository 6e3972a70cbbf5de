// The content policy lets only named policies start a script of its own; each of them starts one file of ours.

interface Policy {
	createScriptURL(url: string): string;
}

interface TrustedTypes {
	createPolicy(name: string, rules: Policy): Policy;
}

/** A policy may be made once in a page. */
const policies = new Map<string, Policy>();

/**
 * `url` as a worker may be started with it, by the policy `name` (listed in svelte.config.js).
 *
 * Errors:  throws where the policy is asked for another file than the one it was made for.
 */
export function trustedWorkerUrl(name: 'beredd-worker' | 'beredd-pin', url: string): string {
	const trusted = Reflect.get(globalThis, 'trustedTypes') as TrustedTypes | undefined;
	if (!trusted) return url;
	const policy =
		policies.get(name) ??
		trusted.createPolicy(name, {
			createScriptURL(asked) {
				if (asked !== url) throw new TypeError(`Not our worker: ${asked}`);
				return asked;
			}
		});
	policies.set(name, policy);
	return policy.createScriptURL(url);
}
