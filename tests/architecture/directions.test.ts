// Every rule about who may import whom is proven by a violation planted in a small tree of its own.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint, Linter } from 'eslint';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Rule → a file that breaks it and what that file imports. */
const PLANTED: Record<string, readonly [from: string, to: string]> = {
	'kernel-imports-zod-only': ['kernel/a.ts', 'i18n/b.ts'],
	'i18n-knows-kernel': ['i18n/a.ts', 'ui/b.ts'],
	'ui-knows-no-feature': ['ui/a.ts', 'features/plan/index.ts'],
	'sync-knows-no-feature': ['sync/browser/a.ts', 'features/plan/index.ts'],
	'contract-knows-no-side': ['sync/contract/a.ts', 'sync/browser/b.ts'],
	'browser-knows-no-authority': ['sync/browser/c.ts', 'sync/authority/b.ts'],
	'authority-knows-no-browser': ['sync/authority/c.ts', 'sync/browser/b.ts'],
	'features-know-no-side': ['features/plan/a.ts', 'client/b.ts'],
	'client-and-server-stay-apart': ['client/a.ts', 'server/b.ts'],
	'server-and-client-stay-apart': ['server/a.ts', 'client/b.ts'],
	'features-meet-at-index': ['features/journal/a.ts', 'features/plan/inside.ts'],
	'features-order-access': ['features/roster/c.ts', 'features/journal/index.ts'],
	'features-order-journal': ['features/journal/c.ts', 'features/incident/index.ts'],
	'features-order-incident': ['features/incident/c.ts', 'features/actioncard/index.ts'],
	'features-order-actioncard': ['features/actioncard/c.ts', 'features/exercise/index.ts'],
	'features-order-exercise': ['features/exercise/c.ts', 'features/search/index.ts'],
	'no-circles': ['kernel/one.ts', 'kernel/two.ts']
};

interface Cruised {
	summary: { violations: { rule: { name: string } }[] };
}

describe('the direction of imports', () => {
	let folder: string;
	let broken: Set<string>;

	function plant(path: string, text: string): void {
		const file = join(folder, 'src/lib', path);
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(file, text);
	}

	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), 'beredd-directions-'));
		symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
		cpSync(join(ROOT, '.dependency-cruiser.js'), join(folder, '.dependency-cruiser.js'));
		writeFileSync(join(folder, 'package.json'), '{ "type": "module", "imports": { "#lib/*": "./src/lib/*" } }');
		writeFileSync(
			join(folder, 'tsconfig.json'),
			'{ "compilerOptions": { "allowImportingTsExtensions": true, "noEmit": true } }'
		);
		for (const [, to] of Object.values(PLANTED)) plant(to, 'export const planted = 1;\n');
		for (const [from, to] of Object.values(PLANTED)) {
			plant(from, `import { planted } from '#lib/${to}';\nexport const used = planted;\n`);
		}
		plant('kernel/two.ts', "import { used } from './one.ts';\nexport const planted = used;\n");
		const output = execFileSync(
			'npx',
			['--no-install', 'depcruise', '--config', '.dependency-cruiser.js', '--output-type', 'json', 'src'],
			{ cwd: folder, encoding: 'utf8', maxBuffer: 1 << 26 }
		);
		const { summary } = JSON.parse(output) as Cruised;
		broken = new Set(summary.violations.map(({ rule }) => rule.name));
	});

	afterAll(() => {
		rmSync(folder, { recursive: true, force: true });
	});

	test.each(Object.keys(PLANTED))('the rule %s is broken by what was planted against it', (name) => {
		expect(broken).toContain(name);
	});
});

describe('inside a component, where only ESLint sees types', () => {
	test.each([
		['src/lib/ui/Planted.svelte', '#lib/features/plan/index.ts'],
		['src/lib/ui/Planted.svelte', '#lib/sync/browser/index.ts'],
		['src/lib/features/plan/ui/Planted.svelte', '#lib/server/log.server.ts'],
		['src/lib/features/plan/ui/Planted.svelte', '#lib/client/app.svelte.ts']
	])('%s may not import the type of something in %s', async (file, target) => {
		const eslint = new ESLint({ cwd: ROOT, overrideConfigFile: join(ROOT, '.eslint.config.js') });
		const config = (await eslint.calculateConfigForFile(join(ROOT, file))) as { rules: Linter.RulesRecord };
		const rule = config.rules['no-restricted-imports'];
		const found = new Linter().verify(`import { a } from '${target}';\na();\n`, {
			rules: { 'no-restricted-imports': rule ?? 'off' }
		});
		expect(found.map(({ ruleId }) => ruleId)).toEqual(['no-restricted-imports']);
	});
});
