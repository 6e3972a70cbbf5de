// Which municipality this is, and how the installation began.
import * as z from 'zod/mini';
import { Id, Instant } from '#lib/kernel/index.ts';

export const Beginning = z.enum(['example', 'templates', 'empty']);
export type Beginning = z.infer<typeof Beginning>;

export const MunicipalityName = z.string().check(z.trim(), z.minLength(1), z.maxLength(80));

export const Municipality = z.object({
	id: Id,
	name: MunicipalityName,
	beginning: Beginning,
	begunAt: Instant
});
export type Municipality = z.infer<typeof Municipality>;

/** There is one municipality to an installation. */
export const MUNICIPALITY_ID = 'municipality';

/**
 * `text` with each `{{name}}` replaced by its value.
 *
 * A name without a value stays visible as `[name]`: someone must fill it in, and must see that.
 */
export function fillPlaceholders(text: string, values: Readonly<Record<string, string>>): string {
	return text.replace(/\{\{(\p{L}+)\}\}/gu, (_, name: string) =>
		Object.hasOwn(values, name) ? (values[name] ?? '') : `[${name}]`
	);
}
