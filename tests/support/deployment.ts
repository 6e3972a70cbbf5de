// A copy of the built product in a folder of its own, of which a test can deploy another version.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './server-process.ts';

export class Deployment {
	readonly root = mkdtempSync(join(tmpdir(), 'beredd-deployed-'));
	#version: string;

	constructor() {
		for (const name of ['build', 'src', 'package.json'])
			cpSync(join(ROOT, name), join(this.root, name), { recursive: true });
		symlinkSync(join(ROOT, 'node_modules'), join(this.root, 'node_modules'));
		for (const path of this.#files()) if (/\.(br|gz)$/.test(path)) rmSync(path);
		const { version } = JSON.parse(readFileSync(join(this.root, 'build/client/_app/version.json'), 'utf8')) as {
			version: string;
		};
		this.#version = version;
	}

	/** Another build of the same sources: every file that names the version names the new one. */
	newVersion(): void {
		const next = String(Number(this.#version) + 1);
		for (const path of this.#files()) {
			if (!/\.(js|html|json)$/.test(path)) continue;
			const text = readFileSync(path, 'utf8');
			if (text.includes(this.#version)) writeFileSync(path, text.replaceAll(this.#version, next));
		}
		this.#version = next;
	}

	/** The deploy fails half-way: one file that the new worker wants is not there. */
	loseOneFile(): void {
		rmSync(join(this.root, 'build/client/icon.svg'));
	}

	remove(): void {
		rmSync(this.root, { recursive: true, force: true });
	}

	#files(): string[] {
		return readdirSync(join(this.root, 'build'), { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map((entry) => join(entry.parentPath, entry.name));
	}
}
