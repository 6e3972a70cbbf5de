// Brings to this device what may be read without a login, and sends what was begun without one: behind whoever is signed in.
import { version } from '$app/environment';
import { registry } from '#lib/features/registry.ts';
import { Replica, socketChannel } from '#lib/sync/browser/index.ts';
import { deviceInside, type Tablet } from './entrance/index.ts';

/** Long enough after signing in that nobody waits for it. */
const AFTER_MS = 6_000;
const LOOK_MS = 1_000;

/** Opens the device's own replica until it is filled and has nothing to send; the returned function ends it sooner. */
export function fillOpen(tablet: Tablet): () => void {
	let replica: Replica | undefined;
	let looking: ReturnType<typeof setInterval> | undefined;
	const wait = setTimeout(() => {
		const inside = deviceInside(tablet);
		const { person, sealer } = inside;
		replica = new Replica({
			name: person.replica,
			registry,
			sealer,
			claim: (lineId, clientId) => inside.claim(lineId, clientId),
			actor: person,
			build: version,
			channel: socketChannel(location.origin),
			onState: () => undefined,
			onProblem: (error) => {
				console.error(error);
			}
		});
		void replica.open();
		looking = setInterval(() => void look(), LOOK_MS);
	}, AFTER_MS);

	async function look(): Promise<void> {
		if (replica?.state.contact === 'connecting' || replica?.state.contact === 'no-contact') return;
		if (replica?.state.contact !== 'online' || (await isDone(replica))) end();
	}

	function end(): void {
		clearTimeout(wait);
		clearInterval(looking);
		replica?.close();
		replica = undefined;
	}

	return end;
}

async function isDone({ database, state }: Replica): Promise<boolean> {
	const [open, waiting, received] = await Promise.all([
		database.cursors.get('open'),
		database.outbox.count(),
		database.meta.get('receivedAt')
	]);
	// When the plan was fetched is told on the lock screen: it must be on disk too.
	if (!received) return false;
	return state.progress === undefined && waiting === 0 && open?.below === 0 && open.refill === undefined;
}
