// A shared tablet that nobody touches locks itself; the time is compared, not counted, since a frozen tab counts nothing.

export interface AutoLockSettings {
	readonly lock: () => void;
	/** True while a question about unsaved text stands on screen. */
	readonly isAsking: () => boolean;
	/** Between the tabs of one person: a touch in one counts in all. */
	readonly channel: Pick<BroadcastChannel, 'postMessage' | 'onmessage' | 'close'>;
	readonly target: EventTarget;
	readonly now: () => number;
	/** Runs `look` again and again until the returned function is called. */
	readonly every: (ms: number, look: () => void) => () => void;
}

export const LOCK_AFTER_MS = 5 * 60_000;
/** However long a question stands: after this the tablet locks all the same, and the draft is kept. */
export const ASKING_AT_MOST_MS = 2 * LOCK_AFTER_MS;
const LOOK_MS = 1_000;
/** Other tabs hear of touches this often at most. */
const TELL_MS = 5_000;

const SIGNS_OF_LIFE = ['pointerdown', 'keydown', 'wheel', 'touchmove'];
/** A tab that was away is looked at before anyone sees it. */
const RETURNS = ['visibilitychange', 'resume', 'pageshow', 'focus'];

/** Locks after five minutes without touch or key; the returned function ends it. */
export function lockWhenLeft(settings: AutoLockSettings): () => void {
	const { lock, isAsking, channel, target, now, every } = settings;
	let touchedAt = now();
	let toldAt = 0;
	let locked = false;

	function look(): boolean {
		const still = now() - touchedAt;
		// A clock that was set back says nothing of how long nobody has been here.
		if (still < 0) touchedAt = now();
		if (!locked && still >= (isAsking() ? ASKING_AT_MOST_MS : LOCK_AFTER_MS)) {
			locked = true;
			lock();
		}
		return locked;
	}

	/** The first touch after a long sleep does not count as having been here. */
	function touched(event: Event): void {
		if (look()) {
			event.stopPropagation();
			event.preventDefault();
			return;
		}
		touchedAt = now();
		if (touchedAt - toldAt < TELL_MS) return;
		toldAt = touchedAt;
		channel.postMessage(touchedAt);
	}

	channel.onmessage = ({ data }: MessageEvent<unknown>) => {
		if (typeof data === 'number' && data <= now()) touchedAt = Math.max(touchedAt, data);
	};
	for (const sign of SIGNS_OF_LIFE) target.addEventListener(sign, touched, { capture: true, passive: false });
	for (const sign of RETURNS) target.addEventListener(sign, look, { capture: true });
	const end = every(LOOK_MS, look);
	return () => {
		end();
		for (const sign of SIGNS_OF_LIFE) target.removeEventListener(sign, touched, { capture: true });
		for (const sign of RETURNS) target.removeEventListener(sign, look, { capture: true });
		channel.close();
	};
}
