// node:sqlite behind Kysely: no native module to build, one file to back up.
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { Kysely, SqliteDialect, type SqliteDatabase, type SqliteStatement } from 'kysely';
import type { Database } from './schema.server.ts';

type Bound = Parameters<StatementSync['all']>;

/** Kysely speaks better-sqlite3's dialect of calls; statements are kept, since preparing one costs more than running it. */
class SqliteBridge implements SqliteDatabase {
	readonly #db: DatabaseSync;
	readonly #prepared = new Map<string, SqliteStatement>();

	constructor(db: DatabaseSync) {
		this.#db = db;
	}

	close(): void {
		this.#db.close();
	}

	prepare(text: string): SqliteStatement {
		const known = this.#prepared.get(text);
		if (known) return known;
		const statement = this.#db.prepare(text);
		const bridge: SqliteStatement = {
			reader: statement.columns().length > 0,
			all: (parameters) => statement.all(...(parameters as Bound)),
			run: (parameters) =>
				this.#isAlreadyRolledBack(text) ? { changes: 0, lastInsertRowid: 0 } : statement.run(...(parameters as Bound)),
			iterate: (parameters) => statement.iterate(...(parameters as Bound)) as IterableIterator<unknown>
		};
		// Statements with many rows of values vary in length: keep the common ones only.
		if (this.#prepared.size < 500) this.#prepared.set(text, bridge);
		return bridge;
	}

	/** A full disk makes SQLite roll back by itself (sqlite.org/lang_transaction.html); Kysely's own rollback would then hide why. */
	#isAlreadyRolledBack(text: string): boolean {
		return text === 'rollback' && !this.#db.isTransaction;
	}
}

export interface OpenDatabase {
	readonly db: Kysely<Database>;
	readonly raw: DatabaseSync;
}

/**
 * Opens the database for writing: WAL, and a sync to disk in every commit.
 *
 * Errors:  throws when the file system refuses either setting; an acknowledgement would then promise too much.
 * Source:  promises.md finding 1 (strace: FULL is one fdatasync per commit, NORMAL none).
 */
export function openForWriting(file: string): OpenDatabase {
	const raw = new DatabaseSync(file);
	raw.exec(
		'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -8000; PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON'
	);
	if (file !== ':memory:') requireSync(raw, file);
	return { raw, db: new Kysely<Database>({ dialect: new SqliteDialect({ database: new SqliteBridge(raw) }) }) };
}

/** Throws where a commit would not be on disk when it is acknowledged. */
export function requireSync(raw: DatabaseSync, file: string): void {
	const journal = raw.prepare('PRAGMA journal_mode').get()?.['journal_mode'];
	const synchronous = raw.prepare('PRAGMA synchronous').get()?.['synchronous'];
	if (journal === 'wal' && synchronous === 2) return;
	throw new Error(
		`The database at ${file} does not sync: journal_mode=${String(journal)} synchronous=${String(synchronous)}`
	);
}

/** A second connection for pulls, which never sees an open transaction and never delays the writer. */
export function openForReading(file: string): OpenDatabase {
	const raw = new DatabaseSync(file, { readOnly: true });
	return { raw, db: new Kysely<Database>({ dialect: new SqliteDialect({ database: new SqliteBridge(raw) }) }) };
}
