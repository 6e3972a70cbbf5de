// So much at a time and the rest in the order it came: for work that takes a lot of memory.

/** Runs tasks, at most `limit` at a time; each promise ends as its own task does, and a failed task lets the next one in. */
export function atMost(limit: number): <T>(task: () => Promise<T>) => Promise<T> {
	const waiting: (() => void)[] = [];
	let running = 0;

	return async function run<T>(task: () => Promise<T>): Promise<T> {
		// A place that is left is handed straight to whoever waited longest, so `running` does not change then.
		if (running < limit) running += 1;
		else await new Promise<void>((enter) => waiting.push(enter));
		try {
			return await task();
		} finally {
			const next = waiting.shift();
			if (next) next();
			else running -= 1;
		}
	};
}
