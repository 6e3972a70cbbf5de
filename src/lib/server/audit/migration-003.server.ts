// The audit log's table, which refuses by itself to be rewritten.
import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Migration `003-audit`.
 *
 * Shapes:  the numbers are given without gaps. A row's details and salt may be set to null once a later row says so
 *          (`erase` about `audit:<n>`); every other change is refused by the database itself.
 * Errors:  whoever holds the file can drop the triggers: the chain then shows what was changed (chain.server.ts).
 */
export const audit: Migration = {
	async up(db: Kysely<unknown>): Promise<void> {
		await db.schema
			.createTable('audit')
			// Autoincrement: the database remembers the last number given, so that rows cut off the end are missed.
			.addColumn('n', 'integer', (column) => column.primaryKey().autoIncrement())
			.addColumn('at', 'integer', (column) => column.notNull())
			.addColumn('person_id', 'text')
			.addColumn('device_id', 'text')
			.addColumn('what', 'text', (column) => column.notNull())
			.addColumn('about', 'text')
			.addColumn('details', 'text')
			.addColumn('salt', 'text')
			.addColumn('details_digest', 'text', (column) => column.notNull())
			.addColumn('hash', 'text', (column) => column.notNull())
			.execute();
		for (const column of ['person_id', 'about', 'what', 'at']) {
			await db.schema.createIndex(`audit_by_${column}`).on('audit').columns([column, 'n']).execute();
		}
		// Also against INSERT OR REPLACE, which deletes without asking the trigger on deletions.
		await sql`create trigger audit_numbered before insert on audit
			when new.n is not (select coalesce(max(n), 0) + 1 from audit)
			begin select raise(abort, 'the audit log is only added to'); end`.execute(db);
		await sql`create trigger audit_kept before delete on audit
			begin select raise(abort, 'the audit log is only added to'); end`.execute(db);
		await sql`create trigger audit_unchanged before update on audit
			when new.details is not null or new.salt is not null
				or new.n is not old.n or new.at is not old.at
				or new.person_id is not old.person_id or new.device_id is not old.device_id
				or new.what is not old.what or new.about is not old.about
				or new.details_digest is not old.details_digest or new.hash is not old.hash
				or not exists (select 1 from audit where what = 'erase' and about = 'audit:' || old.n and n > old.n)
			begin select raise(abort, 'the audit log is only added to'); end`.execute(db);
	}
};
