// Every question that may be asked over HTTP about people and devices, by its name in the address.
import type { Call } from '../call.server.ts';
import {
	endMySession,
	enrolTablet,
	invite,
	inviteTablet,
	listDevices,
	mySessions,
	renameDevice,
	revokeDevice,
	revokeSession
} from './people.server.ts';
import { acceptInvitation, readInvitation, setUp, signIn, signOut } from './sign-in.server.ts';

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
	'end-my-session': endMySession
};
