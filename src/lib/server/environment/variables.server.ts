// Variables as the surroundings give them: each may also come as a file, as service managers and containers hand over secrets.
import { readFileSync } from 'node:fs';

export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The values of `names`, each from its variable or from the file that `<name>_FILE` names.
 *
 * Shapes:  a name that is not set is not in the result; a file's text is trimmed, a variable's is not.
 * Errors:  throws one Error with a sentence for each variable that is given twice or whose file cannot be read.
 */
export function valuesOf(variables: Variables, names: readonly string[]): Record<string, string> {
	const problems: string[] = [];
	const values: Record<string, string> = {};
	for (const name of names) {
		const value = variables[name];
		const file = variables[`${name}_FILE`];
		if (value !== undefined && file) {
			problems.push(`${name} and ${name}_FILE are both set. Keep one of them.`);
		} else if (file) {
			try {
				values[name] = readFileSync(file, 'utf8').trim();
			} catch {
				problems.push(`${name}_FILE names ${file}, which cannot be read. Check the path and who may read it.`);
			}
		} else if (value !== undefined) values[name] = value;
	}
	if (problems.length > 0) throw new Error(problems.join('\n'));
	return values;
}
