// Every question that may be asked over HTTP, by whom, and a message that is in good shape but moves nothing that others stand on.
import type { Action } from '#lib/features/access/index.ts';

interface Asked {
	readonly asks: 'anyone' | 'person' | Action;
	readonly message: (tag: string) => object;
}

const nothing = (): object => ({});
const token = 'a-word-that-nobody-has-been-given';
const sentence = 'kajen ligger i lä 7';
const first = { municipality: 'Annat', beginning: 'empty', name: 'Eva', title: 'Chef', login: 'eva@here.example' };

export const CALLS: Readonly<Record<string, Asked>> = {
	'set-up': { asks: 'anyone', message: () => ({ ...first, token, password: sentence }) },
	// Of another shape: a password in good shape takes half a second to be wrong, and is tried in sign-in's own test.
	'sign-in': { asks: 'anyone', message: () => ({ login: 'eva@here.example' }) },
	'sign-out': { asks: 'person', message: nothing },
	'read-invitation': { asks: 'anyone', message: () => ({ token }) },
	'accept-invitation': { asks: 'anyone', message: () => ({ token, login: 'eva@here.example', password: sentence }) },
	'enrol-tablet': { asks: 'anyone', message: () => ({ token }) },
	invite: { asks: 'access.manage', message: () => ({ personId: 'lyssnaren' }) },
	'invite-tablet': { asks: 'access.manage', message: () => ({ name: 'Platta 3' }) },
	devices: { asks: 'access.manage', message: nothing },
	'revoke-device': { asks: 'access.manage', message: () => ({ tabletId: 'no-such-tablet' }) },
	'revoke-session': { asks: 'access.manage', message: () => ({ sessionId: 'no-such-session' }) },
	'my-sessions': { asks: 'person', message: nothing },
	'end-my-session': { asks: 'person', message: () => ({ sessionId: 'no-such-session' }) },
	'end-my-other-sessions': { asks: 'person', message: nothing },
	'rename-device': { asks: 'access.manage', message: () => ({ tabletId: 'no-such-tablet', name: 'Platta 4' }) },
	'renew-device': { asks: 'anyone', message: () => ({ session: 'no-such-session', proof: token }) },
	administrators: { asks: 'person', message: nothing },
	'ways-in': { asks: 'anyone', message: nothing },
	'sso-redeem': { asks: 'anyone', message: () => ({ code: token }) },
	'passkey-options': { asks: 'anyone', message: nothing },
	'passkey-sign-in': { asks: 'anyone', message: () => ({ answer: {} }) },
	'my-passkeys': { asks: 'person', message: nothing },
	'add-passkey-options': { asks: 'person', message: nothing },
	'add-passkey': { asks: 'person', message: () => ({ label: 'Nyckeln', answer: {} }) },
	'remove-passkey': { asks: 'person', message: () => ({ id: 'no-such-passkey' }) },
	'my-account': { asks: 'person', message: nothing },
	'change-login': { asks: 'person', message: (tag) => ({ login: `${tag}@here.example`, password: '' }) },
	'change-password': { asks: 'person', message: () => ({ old: '', next: 'kort' }) },
	'my-data': { asks: 'person', message: nothing },
	leave: { asks: 'person', message: () => ({ erase: false }) },
	'audit-page': { asks: 'audit.read', message: nothing },
	'my-audit': { asks: 'person', message: nothing },
	'verify-audit': { asks: 'audit.read', message: nothing },
	'export-audit': { asks: 'audit.read', message: () => ({ format: 'csv' }) },
	// Asked for an incident that is not there, which nobody leads.
	'make-board': { asks: 'person', message: () => ({ incidentId: 'nowhere' }) },
	'open-board': { asks: 'anyone', message: () => ({ code: 'ABCD-EFGH' }) },
	'break-glass': {
		asks: 'anyone',
		message: () => ({ firstCode: token, firstName: 'Maj', secondCode: token, secondName: 'Ola', drill: false })
	},
	'break-glass-state': { asks: 'access.manage', message: nothing },
	'make-break-glass-codes': { asks: 'access.manage', message: nothing }
};

/** What whoever may ask is told, where it is a refusal. */
export const HARMLESS: Readonly<Record<string, string>> = {
	'set-up': 'access.set-up-over',
	'sign-in': 'sync.bad-arguments',
	'read-invitation': 'access.invitation-over',
	'accept-invitation': 'access.invitation-over',
	'enrol-tablet': 'access.invitation-over',
	'revoke-device': 'access.no-such-device',
	'rename-device': 'access.no-such-device',
	'make-board': 'access.not-permitted',
	'open-board': 'access.board-code-over',
	'renew-device': 'access.not-permitted',
	'remove-passkey': 'access.last-way-in',
	'sso-redeem': 'access.sso-over',
	'passkey-sign-in': 'access.passkey-refused',
	'add-passkey': 'access.passkey-refused',
	'change-password': 'access.password-short',
	'break-glass': 'access.codes-refused'
};
