// Who somebody is to the provider, from what it says in the token and, if need be, on its user page.
import * as z from 'zod/mini';

/** Who somebody is to the provider. Only `subject` is theirs for ever; an address can pass to somebody else. */
export interface Identity {
	readonly subject: string;
	readonly email?: string;
	/** True only if the provider vouches for this address. */
	readonly emailVerified?: boolean;
	readonly name?: string;
}

export const Subject = z.string().check(z.minLength(1), z.maxLength(255));

// A claim that is not as it should be counts as not given: nobody is locked out for an odd name.
export const Claims = z.object({
	email: z.catch(z.optional(z.email().check(z.maxLength(254))), undefined),
	email_verified: z.catch(z.optional(z.boolean()), undefined),
	name: z.catch(z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(200))), undefined)
});
export type Claims = z.infer<typeof Claims>;

/** Address and word for it from the same source, the token before the user page: one's yes says nothing of the other's address. */
export function identityOf(subject: string, token: Claims, page: Claims): Identity {
	const { email, email_verified: vouched = false } = token.email === undefined ? page : token;
	const name = token.name ?? page.name;
	return {
		subject,
		...(email === undefined ? {} : { email, emailVerified: vouched }),
		...(name === undefined ? {} : { name })
	};
}
