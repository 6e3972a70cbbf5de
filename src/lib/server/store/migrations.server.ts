// How the database came to be as it is; a released migration is never edited, a new one is added.
import { sql, type Kysely } from 'kysely';
import type { Migration, MigrationProvider } from 'kysely/migration';
import { accessMigration, breakGlassMigration } from '../auth/auth-tables.server.ts';
import { audit } from '../audit/migration-003.server.ts';

const first: Migration = {
	async up(db: Kysely<unknown>): Promise<void> {
		await db.schema
			.createTable('meta')
			.addColumn('key', 'text', (column) => column.primaryKey())
			.addColumn('value', 'text', (column) => column.notNull())
			.execute();
		await db.schema
			.createTable('rows')
			.addColumn('tbl', 'text', (column) => column.notNull())
			.addColumn('id', 'text', (column) => column.notNull())
			.addColumn('scope', 'text', (column) => column.notNull())
			.addColumn('version', 'integer', (column) => column.notNull())
			.addColumn('commit_number', 'integer', (column) => column.notNull())
			.addColumn('body', 'text', (column) => column.notNull())
			.addPrimaryKeyConstraint('rows_key', ['tbl', 'id'])
			.execute();
		await db.schema.createIndex('rows_by_version').on('rows').columns(['scope', 'version']).execute();
		await db.schema
			.createTable('tombstones')
			.addColumn('scope', 'text', (column) => column.notNull())
			.addColumn('version', 'integer', (column) => column.notNull())
			.addColumn('tbl', 'text', (column) => column.notNull())
			.addColumn('id', 'text', (column) => column.notNull())
			.addColumn('at', 'integer', (column) => column.notNull())
			.addPrimaryKeyConstraint('tombstones_key', ['scope', 'version'])
			.execute();
		await db.schema
			.createTable('scopes')
			.addColumn('scope', 'text', (column) => column.primaryKey())
			.addColumn('version', 'integer', (column) => column.notNull())
			.addColumn('tombstones_since', 'integer', (column) => column.notNull().defaultTo(0))
			.execute();
		await db.schema
			.createTable('devices')
			.addColumn('client_id', 'text', (column) => column.primaryKey())
			.addColumn('person_id', 'text', (column) => column.notNull())
			.addColumn('name', 'text', (column) => column.notNull())
			.addColumn('role', 'text', (column) => column.notNull())
			.addColumn('last_seq', 'integer', (column) => column.notNull())
			.addColumn('enrolled_at', 'integer', (column) => column.notNull())
			.execute();
		await db.schema
			.createTable('history')
			.addColumn('n', 'integer', (column) => column.primaryKey().autoIncrement())
			.addColumn('client_id', 'text', (column) => column.notNull())
			.addColumn('seq', 'integer', (column) => column.notNull())
			.addColumn('person_id', 'text', (column) => column.notNull())
			.addColumn('name', 'text', (column) => column.notNull())
			.addColumn('args', 'text', (column) => column.notNull())
			.addColumn('at', 'integer', (column) => column.notNull())
			.addColumn('received_at', 'integer', (column) => column.notNull())
			.addColumn('verdict', 'text', (column) => column.notNull())
			.addColumn('rows_after', 'text', (column) => column.notNull())
			.addUniqueConstraint('history_once', ['client_id', 'seq'])
			.execute();
		for (const [name, type] of [
			['series', 'integer'],
			['memory', 'text']
		] as const) {
			await db.schema
				.createTable(name)
				.addColumn('name', 'text', (column) => column.primaryKey())
				.addColumn('value', type, (column) => column.notNull())
				.execute();
		}
		await db.schema
			.createTable('effects')
			.addColumn('key', 'text', (column) => column.primaryKey())
			.addColumn('kind', 'text', (column) => column.notNull())
			.addColumn('payload', 'text', (column) => column.notNull())
			.addColumn('state', 'text', (column) => column.notNull())
			.addColumn('attempts', 'integer', (column) => column.notNull())
			.addColumn('asked_at', 'integer', (column) => column.notNull())
			.addColumn('settled_at', 'integer')
			.execute();
		await sql`create index effects_waiting on effects (asked_at) where state = 'waiting'`.execute(db);
	}
};

export const migrations: MigrationProvider = {
	getMigrations: () =>
		Promise.resolve({
			'001-first': first,
			'002-access': accessMigration,
			'003-audit': audit,
			'004-break-glass': breakGlassMigration
		})
};
