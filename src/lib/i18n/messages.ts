// Texts as typed data: a missing key, a missing language or a wrong argument does not compile.
import { language, type Language } from './language.ts';

/** A text, or a function of its arguments where it has any. */
export type Message = string | ((...values: never[]) => string);
export type Messages = Readonly<Record<string, Message>>;

type Values<M> = M extends (...values: infer V) => string ? V : [];
/** English must have each Swedish key, with the same arguments. */
type Same<M extends Messages> = { readonly [K in keyof M]: M[K] extends string ? string : M[K] };

export interface Translate<M extends Messages> {
	<K extends keyof M & string>(key: K, ...values: Values<M[K]>): string;
	/** The text of a key that is only known at run time, such as a refusal's code; `undefined` where it is not among these. */
	readonly find: (key: string, inLanguage?: Language) => string | undefined;
	readonly keys: readonly string[];
}

export function defineMessages<const M extends Messages>(texts: { sv: M; en: Same<M> }): Translate<M> {
	const of = (key: string, inLanguage: Language): Message | undefined => texts[inLanguage][key];
	const translate = (key: string, ...values: unknown[]): string => {
		const message = of(key, language());
		if (message === undefined) throw new Error(`No text for ${key}`);
		return typeof message === 'string' ? message : (message as (...given: unknown[]) => string)(...values);
	};
	return Object.assign(translate, {
		find: (key: string, inLanguage: Language = language()) => {
			const message = of(key, inLanguage);
			return typeof message === 'string' ? message : undefined;
		},
		keys: Object.keys(texts.sv)
	});
}
