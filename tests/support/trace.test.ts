import { expect, test } from 'vitest';
import { readTrace } from './trace.ts';

const WRITE = '7 pwrite64(22</data/beredd.db-wal>, "x"..., 4096, 0) = 4096';
const SYNC = '7 fsync(22</data/beredd.db-wal>) = 0';
const ANSWER = '7 writev(28<socket:[3]>, [{iov_base="431[{\\"verdicts\\":[]}]", iov_len=61}], 2) = 63';

test.each([
	['is early when nothing was written', [ANSWER], 1],
	['is early when what was written is not synced', [WRITE, ANSWER], 1],
	['is early when something was written after the sync', [WRITE, SYNC, WRITE, ANSWER], 1],
	['is early when another file was synced', [WRITE, SYNC.replace('-wal', ''), ANSWER], 1],
	['is early when the sync failed', [WRITE, SYNC.replace('= 0', '= -1 EIO'), ANSWER], 1],
	['is early while the sync goes on', [WRITE, SYNC.replace(') = 0', ' <unfinished ...>'), ANSWER], 1],
	['is early when it was not its own write that was synced', [WRITE, SYNC, ANSWER, ANSWER], 1],
	['is in time after the sync', [WRITE, WRITE, SYNC, ANSWER], 0],
	[
		'is in time after a sync that another thread interrupted',
		[WRITE, SYNC.replace(') = 0', ' <unfinished ...>'), '8 write(1, "x", 1) = 1', '7 <... fsync resumed>) = 0', ANSWER],
		0
	]
])('an answer %s', (_what, lines, early) => {
	expect(readTrace(lines.join('\n')).early).toHaveLength(early);
});
