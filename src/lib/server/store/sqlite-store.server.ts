// The store port on SQLite: one writer, one reader, everything of a group commit in one transaction.
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { CompiledQuery, sql, type Kysely, type Transaction } from 'kysely';
import { Migrator } from 'kysely/migration';
import type {
	Commit,
	EnrolledDevice,
	HistoryEntry,
	Snapshot,
	Store,
	StoreTx,
	WaitingEffect
} from '#lib/sync/authority/index.ts';
import type { Registry, Row, ScopeId, Table, Verdict } from '#lib/sync/contract/index.ts';
import { migrations } from './migrations.server.ts';
import { COMMIT_SERIES, commitWriter } from './save-commit.server.ts';
import type { Database } from './schema.server.ts';
import { snapshotOf } from './snapshot.server.ts';
import { openForReading, openForWriting } from './sqlite.server.ts';

export interface SqliteStore extends Store {
	/** The writing connection, for the backup command. */
	readonly raw: DatabaseSync;
	/** The same connection for what lies beside the synchronised rows: accounts, sessions, devices, the audit log. */
	readonly db: Kysely<Database>;
	readonly file: string;
}

/**
 * Opens (and where needed creates) the database in `file`.
 *
 * Shapes:  `file` is a path, or `:memory:` for a simulation, which then has no second connection.
 * Errors:  throws when the file cannot be opened, synced or migrated.
 */
export async function openSqliteStore(file: string, registry: Registry, newEpoch: () => string): Promise<SqliteStore> {
	if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
	const writer = openForWriting(file);
	const { error } = await new Migrator({ db: writer.db, provider: migrations }).migrateToLatest();
	if (error) throw error instanceof Error ? error : new Error('The database could not be migrated', { cause: error });
	await indexLookups(writer.db, registry);
	const { epoch, lifeBegan } = await readLife(writer.db, newEpoch);
	const reader = file === ':memory:' ? writer : openForReading(file);
	return new Sqlite({ file, epoch, lifeBegan, raw: writer.raw, writer: writer.db, reader: reader.db });
}

/** Mutators list rows by few fields; each gets an index over the JSON that holds it. */
async function indexLookups(db: Kysely<Database>, registry: Registry): Promise<void> {
	for (const table of registry.tables) {
		for (const field of table.lookups) {
			await sql`create index if not exists ${sql.id(`rows_of_${table.name}_by_${field}`)}
				on rows (json_extract(body, ${sql.lit(`$.${field}`)})) where tbl = ${sql.lit(table.name)}`.execute(db);
		}
	}
}

/** A new database begins a life line; a restore begins another in the same file (backup-command.server.ts). */
async function readLife(db: Kysely<Database>, newEpoch: () => string): Promise<{ epoch: string; lifeBegan: number }> {
	await db
		.insertInto('meta')
		.values([
			{ key: 'epoch', value: newEpoch() },
			{ key: 'lifeBegan', value: '0' }
		])
		.onConflict((on) => on.doNothing())
		.execute();
	const rows = await db.selectFrom('meta').selectAll().where('key', 'in', ['epoch', 'lifeBegan']).execute();
	const values = new Map(rows.map(({ key, value }) => [key, value]));
	return { epoch: values.get('epoch') ?? '', lifeBegan: Number(values.get('lifeBegan')) };
}

class Sqlite implements SqliteStore {
	readonly file: string;
	readonly epoch: string;
	readonly lifeBegan: number;
	readonly raw: DatabaseSync;
	readonly db: Kysely<Database>;
	readonly #writer: Kysely<Database>;
	readonly #reader: Kysely<Database>;
	readonly #save: (commit: Commit) => void;

	constructor(open: {
		file: string;
		epoch: string;
		lifeBegan: number;
		raw: DatabaseSync;
		writer: Kysely<Database>;
		reader: Kysely<Database>;
	}) {
		this.file = open.file;
		this.epoch = open.epoch;
		this.lifeBegan = open.lifeBegan;
		this.raw = open.raw;
		this.db = open.writer;
		this.#writer = open.writer;
		this.#reader = open.reader;
		this.#save = commitWriter(open.raw);
	}

	write<T>(work: (tx: StoreTx) => Promise<T>): Promise<T> {
		return this.#writer.transaction().execute((tx) => work(storeTx(tx, this.#save)));
	}

	snapshot<T>(work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
		return this.#reader.transaction().execute((tx) => work(snapshotOf(tx)));
	}

	async device(clientId: string): Promise<EnrolledDevice | undefined> {
		const row = await this.#writer
			.selectFrom('devices')
			.selectAll()
			.where('client_id', '=', clientId)
			.executeTakeFirst();
		if (!row) return undefined;
		const actor = { personId: row.person_id, name: row.name, role: row.role };
		return { clientId, actor, lastSeq: row.last_seq };
	}

	async enrol({ clientId, actor, lastSeq }: EnrolledDevice, at: number): Promise<void> {
		const { personId, name, role } = actor;
		await this.#writer
			.insertInto('devices')
			.values({ client_id: clientId, person_id: personId, name, role, last_seq: lastSeq, enrolled_at: at })
			.execute();
	}

	async versions(): Promise<ReadonlyMap<ScopeId, number>> {
		const rows = await this.#writer.selectFrom('scopes').select(['scope', 'version']).execute();
		return new Map(rows.map(({ scope, version }) => [scope, version]));
	}

	async waitingEffects(limit: number): Promise<readonly WaitingEffect[]> {
		const rows = await this.#writer
			.selectFrom('effects')
			.select(['key', 'kind', 'payload', 'attempts'])
			.where('state', '=', 'waiting')
			.orderBy('asked_at')
			.limit(limit)
			.execute();
		return rows.map((row) => ({ ...row, payload: JSON.parse(row.payload) as unknown }));
	}

	async settleEffect(key: string, state: 'done' | 'failed' | 'waiting', at: number): Promise<void> {
		await this.#writer
			.updateTable('effects')
			.set((set) => ({ state, settled_at: at, attempts: set('attempts', '+', 1) }))
			.where('key', '=', key)
			.execute();
	}

	async dropTombstones(at: number): Promise<void> {
		await this.#writer.transaction().execute(async (tx) => {
			const old = await tx
				.selectFrom('tombstones')
				.select((select) => ['scope', select.fn.max('version').as('version')])
				.where('at', '<', at)
				.groupBy('scope')
				.execute();
			for (const { scope, version } of old) {
				// Only ever upwards: a clock that was set back leaves older times on newer tombstones.
				await tx
					.updateTable('scopes')
					.set({ tombstones_since: version })
					.where('scope', '=', scope)
					.where('tombstones_since', '<', version)
					.execute();
			}
			await tx.deleteFrom('tombstones').where('at', '<', at).execute();
		});
	}

	async history(after: number, limit: number): Promise<readonly HistoryEntry[]> {
		const rows = await this.#reader
			.selectFrom('history')
			.selectAll()
			.where('n', '>', after)
			.orderBy('n')
			.limit(limit)
			.execute();
		return rows.map((row) => ({
			clientId: row.client_id,
			seq: row.seq,
			personId: row.person_id,
			name: row.name,
			args: row.args,
			at: row.at,
			receivedAt: row.received_at,
			verdict: JSON.parse(row.verdict) as Verdict,
			rowsAfter: row.rows_after
		}));
	}

	async check(): Promise<void> {
		await sql`select 1`.execute(this.#reader);
	}

	async close(): Promise<void> {
		if (this.#reader !== this.#writer) await this.#reader.destroy();
		await this.#writer.destroy();
	}
}

/** Asked for every row that a mutator reads: compiled once. */
const ROW = 'select body from rows where tbl = ? and id = ?';

function storeTx(tx: Transaction<Database>, save: (commit: Commit) => void): StoreTx {
	const parse = (row: { body: string }): Row => JSON.parse(row.body) as Row;
	return {
		async get(table: Table, id: string) {
			const { rows } = await tx.executeQuery<{ body: string }>(CompiledQuery.raw(ROW, [table.name, id]));
			return rows[0] && parse(rows[0]);
		},
		async list(table: Table, field: string, value: string) {
			const { rows } = await sql<{ body: string }>`select body from rows
				where tbl = ${sql.lit(table.name)} and json_extract(body, ${sql.lit(`$.${field}`)}) = ${value}`.execute(tx);
			return rows.map(parse);
		},
		async verdict(clientId, seq) {
			const row = await tx
				.selectFrom('history')
				.select('verdict')
				.where('client_id', '=', clientId)
				.where('seq', '=', seq)
				.executeTakeFirst();
			return row && (JSON.parse(row.verdict) as Verdict);
		},
		async series(name) {
			const row = await tx.selectFrom('series').select('value').where('name', '=', name).executeTakeFirst();
			return row?.value ?? 0;
		},
		async lastCommit() {
			const row = await tx.selectFrom('series').select('value').where('name', '=', COMMIT_SERIES).executeTakeFirst();
			return row?.value ?? 0;
		},
		async memory(name) {
			const row = await tx.selectFrom('memory').select('value').where('name', '=', name).executeTakeFirst();
			return row?.value;
		},
		save(commit) {
			save(commit);
			return Promise.resolve();
		}
	};
}
