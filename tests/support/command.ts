// A command of the product in a process of its own, and what it says.
import { spawn } from 'node:child_process';
import { ROOT } from './server-process.ts';

export interface Said {
	readonly code: number | null;
	readonly text: string;
}

/** Runs `file` as its npm script does, told `variables` besides the test's own. */
export async function runCommand(
	file: string,
	parameters: readonly string[],
	variables: Readonly<Record<string, string>>
): Promise<Said> {
	const running = spawn(process.execPath, [file, ...parameters], { cwd: ROOT, env: { ...process.env, ...variables } });
	let text = '';
	const heard = (chunk: Buffer): void => {
		text += chunk.toString();
	};
	running.stdout.on('data', heard);
	running.stderr.on('data', heard);
	const code = await new Promise<number | null>((resolve) => running.once('close', resolve));
	return { code, text };
}
