// What proves who somebody is: on the server alone, in the same file as the rows, and in no replica.
import type { Generated, Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export interface AuthTables {
	/** How a person signs in; who they are and what they may are rows (features/access). */
	accounts: {
		person_id: string;
		/** Lower case; null for whoever only signs in by passkey or single sign-on. */
		login: string | null;
		password_hash: string | null;
		/** What the identity provider calls them. */
		sso_subject: string | null;
		/** Raised to make every key that was ever handed out worthless. */
		key_number: number;
		created_at: number;
	};
	passkeys: {
		id: string;
		person_id: string;
		public_key: string;
		counter: number;
		transports: string;
		label: string;
		created_at: number;
		last_used_at: number | null;
	};
	sessions: {
		id: string;
		person_id: string;
		tablet_id: string;
		/** `password`, `passkey`, `sso`, `invitation`, `set-up` or `break-glass`. */
		how: string;
		created_at: number;
		seen_at: number;
		ended_at: number | null;
		/** 1 where somebody has ended it: what the device holds is to go. */
		revoked: Generated<number>;
		build: Generated<string>;
		unsent: Generated<number>;
	};
	/** Every browser that someone has signed in on; `shared` where it is a tablet of several people. */
	tablets: {
		id: string;
		token_hash: string;
		name: string;
		shared: number;
		enrolled_by: string;
		enrolled_at: number;
		seen_at: number;
		revoked_at: number | null;
	};
	invitations: {
		token_hash: string;
		/** `person`: to make their own account; `tablet`: to become a shared tablet. */
		kind: string;
		person_id: string | null;
		name: string | null;
		made_by: string;
		made_at: number;
		ends_at: number;
		used_at: number | null;
	};
	/** The two sealed codes, `first` and `second`. */
	break_glass: { label: string; code_hash: string; made_at: number; made_by: string; used_at: number | null };
}

export const accessMigration: Migration = {
	async up(db: Kysely<unknown>): Promise<void> {
		await db.schema
			.createTable('accounts')
			.addColumn('person_id', 'text', (column) => column.primaryKey())
			.addColumn('login', 'text', (column) => column.unique())
			.addColumn('password_hash', 'text')
			.addColumn('sso_subject', 'text', (column) => column.unique())
			.addColumn('key_number', 'integer', (column) => column.notNull())
			.addColumn('created_at', 'integer', (column) => column.notNull())
			.execute();
		await db.schema
			.createTable('passkeys')
			.addColumn('id', 'text', (column) => column.primaryKey())
			.addColumn('person_id', 'text', (column) => column.notNull())
			.addColumn('public_key', 'text', (column) => column.notNull())
			.addColumn('counter', 'integer', (column) => column.notNull())
			.addColumn('transports', 'text', (column) => column.notNull())
			.addColumn('label', 'text', (column) => column.notNull())
			.addColumn('created_at', 'integer', (column) => column.notNull())
			.addColumn('last_used_at', 'integer')
			.execute();
		await db.schema
			.createTable('sessions')
			.addColumn('id', 'text', (column) => column.primaryKey())
			.addColumn('person_id', 'text', (column) => column.notNull())
			.addColumn('tablet_id', 'text', (column) => column.notNull())
			.addColumn('how', 'text', (column) => column.notNull())
			.addColumn('created_at', 'integer', (column) => column.notNull())
			.addColumn('seen_at', 'integer', (column) => column.notNull())
			.addColumn('ended_at', 'integer')
			.addColumn('revoked', 'integer', (column) => column.notNull().defaultTo(0))
			.addColumn('build', 'text', (column) => column.notNull().defaultTo(''))
			.addColumn('unsent', 'integer', (column) => column.notNull().defaultTo(0))
			.execute();
		await db.schema.createIndex('sessions_of_person').on('sessions').column('person_id').execute();
		await db.schema
			.createTable('tablets')
			.addColumn('id', 'text', (column) => column.primaryKey())
			.addColumn('token_hash', 'text', (column) => column.notNull().unique())
			.addColumn('name', 'text', (column) => column.notNull())
			.addColumn('shared', 'integer', (column) => column.notNull())
			.addColumn('enrolled_by', 'text', (column) => column.notNull())
			.addColumn('enrolled_at', 'integer', (column) => column.notNull())
			.addColumn('seen_at', 'integer', (column) => column.notNull())
			.addColumn('revoked_at', 'integer')
			.execute();
		await db.schema
			.createTable('invitations')
			.addColumn('token_hash', 'text', (column) => column.primaryKey())
			.addColumn('kind', 'text', (column) => column.notNull())
			.addColumn('person_id', 'text')
			.addColumn('name', 'text')
			.addColumn('made_by', 'text', (column) => column.notNull())
			.addColumn('made_at', 'integer', (column) => column.notNull())
			.addColumn('ends_at', 'integer', (column) => column.notNull())
			.addColumn('used_at', 'integer')
			.execute();
	}
};

export const breakGlassMigration: Migration = {
	async up(db: Kysely<unknown>): Promise<void> {
		await db.schema
			.createTable('break_glass')
			.addColumn('label', 'text', (column) => column.primaryKey())
			.addColumn('code_hash', 'text', (column) => column.notNull())
			.addColumn('made_at', 'integer', (column) => column.notNull())
			.addColumn('made_by', 'text', (column) => column.notNull())
			.addColumn('used_at', 'integer')
			.execute();
	}
};
