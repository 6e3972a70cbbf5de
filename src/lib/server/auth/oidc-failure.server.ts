// What a failed conversation with the identity provider means for whoever wants in: come back later, or no.
import * as client from 'openid-client';
import { TooSlow } from './oidc-connection.server.ts';

/** What fetch says when the line is dead or breaks. */
const DEAD_LINE = new Set(['fetch failed', 'terminated']);
/** What a provider says when it is not well. Source: RFC 6749, 4.1.2.1. */
const UNWELL = new Set(['temporarily_unavailable', 'server_error']);

export type Failure = 'access.sso-unreachable' | 'access.sso-refused';

/** What `error` means, or `undefined` if it comes from no provider: then it is a bug. */
export function failureOf(error: unknown): Failure | undefined {
	if (error instanceof TooSlow) return 'access.sso-unreachable';
	if (error instanceof TypeError) return DEAD_LINE.has(error.message) ? 'access.sso-unreachable' : undefined;
	if (error instanceof client.AuthorizationResponseError || error instanceof client.ResponseBodyError)
		return UNWELL.has(error.error) ? 'access.sso-unreachable' : 'access.sso-refused';
	if (error instanceof client.WWWAuthenticateChallengeError) return 'access.sso-refused';
	if (!(error instanceof client.ClientError)) return undefined;
	if (error.code === 'OAUTH_TIMEOUT') return 'access.sso-unreachable';
	const { cause } = error;
	return cause instanceof Response && cause.status >= 500 ? 'access.sso-unreachable' : 'access.sso-refused';
}

/** Why, for the server's log: codes and the library's own words, never what the provider wrote (it may name people). */
export function reasonOf(error: unknown): string {
	if (error instanceof TooSlow) return 'no answer in time';
	if (error instanceof client.AuthorizationResponseError || error instanceof client.ResponseBodyError)
		return `${error.code}: ${error.error}`;
	if (!(error instanceof Error)) return 'unknown';
	const inner = error.cause instanceof Error ? `: ${error.cause.message}` : '';
	return `${error.message}${inner}`;
}
