// Every question that may be asked over HTTP about people and devices, by its name in the address.
import type { Call } from '../call.server.ts';
import { changeLogin, changePassword, leaveHere, myAccount, myData } from './account.server.ts';
import { auditPage, exportAudit, myAudit, verifyAudit } from './audit.server.ts';
import { makeBoard, openBoard } from './board.server.ts';
import { breakGlass, breakGlassState, makeBreakGlassCodes } from './break-glass.server.ts';
import {
	addPasskey,
	addPasskeyOptions,
	myPasskeys,
	passkeyOptions,
	passkeySignIn,
	removePasskey
} from './passkeys.server.ts';
import {
	administrators,
	endMyOtherSessions,
	endMySession,
	enrolTablet,
	invite,
	inviteTablet,
	listDevices,
	mySessions,
	renameDevice,
	renewDevice,
	revokeDevice,
	revokeSession
} from './people.server.ts';
import { acceptInvitation, readInvitation, setUp, signIn, signOut } from './sign-in.server.ts';
import { ssoRedeem, waysIn } from './sso.server.ts';

export const calls: Readonly<Record<string, Call>> = {
	'set-up': setUp,
	'sign-in': signIn,
	'sign-out': signOut,
	'read-invitation': readInvitation,
	'accept-invitation': acceptInvitation,
	'enrol-tablet': enrolTablet,
	invite,
	'invite-tablet': inviteTablet,
	devices: listDevices,
	'rename-device': renameDevice,
	'revoke-device': revokeDevice,
	'revoke-session': revokeSession,
	'my-sessions': mySessions,
	'end-my-session': endMySession,
	'end-my-other-sessions': endMyOtherSessions,
	'ways-in': waysIn,
	'sso-redeem': ssoRedeem,
	'passkey-options': passkeyOptions,
	'passkey-sign-in': passkeySignIn,
	'my-passkeys': myPasskeys,
	'add-passkey-options': addPasskeyOptions,
	'add-passkey': addPasskey,
	'remove-passkey': removePasskey,
	'my-account': myAccount,
	'change-login': changeLogin,
	'change-password': changePassword,
	'my-data': myData,
	leave: leaveHere,
	'renew-device': renewDevice,
	administrators,
	'audit-page': auditPage,
	'my-audit': myAudit,
	'verify-audit': verifyAudit,
	'export-audit': exportAudit,
	'make-board': makeBoard,
	'open-board': openBoard,
	'break-glass': breakGlass,
	'break-glass-state': breakGlassState,
	'make-break-glass-codes': makeBreakGlassCodes
};
