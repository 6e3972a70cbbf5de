// The messages between a device and the server; both sides check every one of them.
import * as z from 'zod/mini';
import { Id, Instant } from '#lib/kernel/index.ts';

/** Raised when a message changes meaning. */
export const PROTOCOL = 2;
/** Protocol 1 had no sign-in: its devices keep what they hold, and are told to load the new version. */
export const OLDEST_PROTOCOL = 2;

/** socket.io refuses over 1 MB and then drops the line; we stay well below (promises R24). */
export const PUSH_MUTATIONS_MAX = 200;
export const PUSH_BYTES_MAX = 256 * 1024;
/** The longest text of one field, in characters. */
export const TEXT_MAX = 20_000;

/** Carries the line's ticket in requests over HTTP. */
export const TICKET_HEADER = 'x-beredd-ticket';

const Version = z.int().check(z.gte(0));
const Seq = z.int().check(z.gte(1));
const Name = z.string().check(z.regex(/^[a-zA-Z]+\.[a-zA-Z-]+$/));

export const RightMessage = z.object({ as: z.string(), on: z.string(), from: Instant, until: z.optional(Instant) });
export const ActorMessage = z.object({
	personId: Id,
	name: z.string(),
	role: z.string(),
	rights: z.optional(z.array(RightMessage))
});
const Versions = z.record(z.string(), Version);

export const PersonName = z.string().check(z.trim(), z.minLength(1), z.maxLength(80));
/**
 * Who speaks: the session, and the proof that its person's key is unlocked here (made over the line's own id, so that it
 * is worth nothing on another line). Both are missing where a device speaks in its own name; which device it is the
 * line itself says.
 */
const CLAIM = {
	session: z.optional(Id),
	proof: z.optional(z.string().check(z.maxLength(100)))
};
export interface Claim {
	readonly session?: string | undefined;
	readonly proof?: string | undefined;
}

/** Binds a new replica to whoever speaks. */
export const Enrol = z.strictObject({ clientId: Id, ...CLAIM });
export const Enrolled = z.object({ actor: ActorMessage });
export type Enrolled = z.infer<typeof Enrolled>;

export const Hello = z.strictObject({
	...CLAIM,
	protocol: z.int(),
	build: z.string().check(z.maxLength(80)),
	clientId: Id,
	epoch: z.nullable(z.string().check(z.maxLength(80))),
	lastSeq: z.int().check(z.gte(0))
});
export type Hello = z.infer<typeof Hello>;

export const Welcome = z.object({
	kind: z.literal('welcome'),
	actor: ActorMessage,
	scopes: z.array(z.string()),
	epoch: z.string(),
	serverTime: Instant,
	/** The last sequence number of this device that the server has judged. */
	lastSeq: z.int().check(z.gte(0)),
	/** Commits from this number on are of this life of the server; older ones may have been forgotten by a restore. */
	lifeBegan: z.int(),
	/** Scopes withdrawn from this person: to be purged at once. */
	revoked: z.array(z.string()),
	/** A word that stands for this line in requests over HTTP, while it lasts. */
	ticket: z.optional(z.string()),
	/** The browser has lost the cookie by which the device is known (killed before it was on disk): to be asked for again. */
	cookieLost: z.optional(z.literal(true)),
	/** What is wrong with the server just now, as text keys: only for whoever looks after it. */
	trouble: z.optional(z.array(z.string())),
	/** Until then the replica opens without contact. */
	leaseUntil: z.optional(Instant)
});
export type Welcome = z.infer<typeof Welcome>;
export const HelloReply = z.discriminatedUnion('kind', [
	Welcome,
	z.object({ kind: z.literal('upgrade-needed') }),
	z.object({ kind: z.literal('unknown-device') }),
	/** Nobody is known by this claim any more; `revoked` where somebody has ended it, so that what is held here goes. */
	z.object({ kind: z.literal('signed-out'), why: z.enum(['ended', 'revoked']) })
]);
export type HelloReply = z.infer<typeof HelloReply>;

/** Only the envelope: each mutation's arguments are judged on their own, so one bad item never blocks the rest. */
export const PushedMutation = z.strictObject({
	seq: Seq,
	name: Name,
	args: z.unknown(),
	at: Instant,
	expiresAt: z.optional(Instant),
	/** The number before this one in the device's queue, where they do not follow on: what lay between was judged in a life of the server that is gone. */
	follows: z.optional(z.int().check(z.gte(0))),
	/** Acknowledged once by a server that has been restored since: applied once, effects suppressed. */
	reoffer: z.optional(z.literal(true)),
	/** Server-owned values that rows of a re-offered mutation had before the restore, by row key. */
	former: z.optional(z.record(z.string(), z.record(z.string(), z.unknown())))
});
export type PushedMutation = z.infer<typeof PushedMutation>;
export const Push = z.strictObject({
	mutations: z.array(PushedMutation).check(z.minLength(1), z.maxLength(PUSH_MUTATIONS_MAX))
});

export const Verdict = z.object({
	seq: Seq,
	/** Undefined when accepted; else the code, which is also the text key. */
	refused: z.optional(z.string()),
	/** The log id of a bug, to show to the person. */
	bugId: z.optional(z.string()),
	/** Scope → the version at which the effect is visible; only scopes this person may see. */
	versions: Versions
});
export type Verdict = z.infer<typeof Verdict>;
export const PushReply = z.object({
	verdicts: z.array(Verdict),
	/** Set when a sequence number was skipped: send again from here. */
	expected: z.optional(Seq)
});
export type PushReply = z.infer<typeof PushReply>;

/** A row as it travels: its body is text, so that it passes through a server without being parsed. */
export const WireRow = z.object({
	table: z.string(),
	id: Id,
	version: Version,
	/** Number of the commit that wrote it: orders a row's states across scopes. */
	commit: z.int(),
	body: z.string()
});
export type WireRow = z.infer<typeof WireRow>;
export const WireTombstone = z.object({ table: z.string(), id: Id, version: Version });
export type WireTombstone = z.infer<typeof WireTombstone>;

/** A scope's slice of one commit: it takes a device from version `from` to version `to`. */
export const Frame = z.object({
	scope: z.string(),
	from: Version,
	to: Version,
	tombstones: z.array(WireTombstone),
	rows: z.array(WireRow),
	/** Other scopes of the same commit and their versions; a device that holds them applies all slices together. */
	with: z.optional(Versions)
});
export type Frame = z.infer<typeof Frame>;

/** Scopes in one question: far more than a municipality has in a year. Counted first, since sixty thousand held the server up for 120 ms (R23). */
const CURSORS_MAX = 5_000;
const FewKeys = z.custom<Record<string, number>>(
	(value: unknown) => typeof value === 'object' && Object.keys(value ?? {}).length <= CURSORS_MAX
);
export const Pull = z.strictObject({
	cursors: z.pipe(FewKeys, z.record(z.string(), Version)),
	/** How much of this replica still waits, or was refused and lies here: for whoever looks after the devices. */
	unsent: z.optional(z.int().check(z.gte(0)))
});
export const PullReply = z.object({
	frames: z.array(Frame),
	more: z.boolean(),
	/** Scopes whose cursor is older than the tombstones kept, or newer than the server: fill them again. */
	refill: z.array(z.string()),
	/** Scopes that this person may see and the device did not name: they have begun, or been opened, since its hello. */
	others: z.array(z.string())
});
export type PullReply = z.infer<typeof PullReply>;

export const FillRequest = z.strictObject({
	clientId: Id,
	scope: z.string(),
	/** Rows with a version at or below this; absent on the first page. */
	below: z.optional(Version),
	limit: z.int().check(z.gte(1), z.lte(5_000))
});
export type FillRequest = z.infer<typeof FillRequest>;
/** Rows of a scope, newest first. */
export const FillPage = z.object({
	scope: z.string(),
	/** The scope's version when the first page was read: live frames go on from here. */
	top: Version,
	rows: z.array(WireRow),
	/** What is left is at or below this version; 0 when the scope is filled. */
	below: Version,
	/** Rows left, for the progress shown to the person. */
	left: z.int()
});
export type FillPage = z.infer<typeof FillPage>;

/** Rights have changed: what this person may see now, what they lose, and what they may do. */
export const Scopes = z.object({
	scopes: z.array(z.string()),
	revoked: z.array(z.string()),
	rights: z.optional(z.array(RightMessage))
});

/** What is wrong with the server just now, as text keys. */
export const TroubleMessage = z.object({ trouble: z.array(z.string()) });

/**
 * A mutation as its author sealed it: whoever delivers it cannot read it, the server can. Its number, name and times are authenticated
 * with the body; `follows` and `reoffer` are said by whoever carries it.
 */
export const Letter = z.strictObject({
	seq: Seq,
	name: Name,
	at: Instant,
	expiresAt: z.optional(Instant),
	/** The outbox's sealed body, in base64url. */
	body: z.string().check(z.regex(/^[\w-]+$/), z.maxLength(PUSH_BYTES_MAX * 2)),
	follows: z.optional(z.int().check(z.gte(0))),
	reoffer: z.optional(z.literal(true))
});
export type Letter = z.infer<typeof Letter>;
/** What another person of this device has written and could not send. */
export const Delivery = z.strictObject({
	clientId: Id,
	/** Whose the replica is said to be; the letters open under that person's key or not at all. */
	personId: Id,
	letters: z.array(Letter).check(z.minLength(1), z.maxLength(PUSH_MUTATIONS_MAX))
});
export type Delivery = z.infer<typeof Delivery>;
/** What became of a delivery; the verdicts are for the author alone. */
export const Delivered = z.object({
	/** The last number judged, undefined where nothing of this replica can be taken. */
	judgedTo: z.optional(z.int().check(z.gte(0))),
	/** The number of the first letter that does not open: its author, once there, sends it themselves. */
	broken: z.optional(Seq)
});
export type Delivered = z.infer<typeof Delivered>;
export const Presence = z.object({ scope: z.string(), place: z.string().check(z.maxLength(80)) });
export const Present = z.object({
	scope: z.string(),
	place: z.string(),
	personId: Id,
	name: z.string(),
	role: z.string()
});
export type Present = z.infer<typeof Present>;
