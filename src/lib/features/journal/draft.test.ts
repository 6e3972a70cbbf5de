import { expect, test, vi } from 'vitest';
import { Draft } from './draft.svelte.ts';

/** A disk that can be slow to read and refuse to write. */
function disk(stored?: string) {
	let read: (() => void) | undefined;
	const asked = new Promise<void>((resolve) => {
		read = resolve;
	});
	const texts = new Map<string, string>(stored === undefined ? [] : [['journal:bron', stored]]);
	const state = { broken: false };
	return {
		texts,
		state,
		isRead: () => read?.(),
		workspace: {
			async draft(key: string) {
				await asked;
				const text = texts.get(key);
				return text === undefined ? undefined : { text, at: 7 };
			},
			keepDraft(key: string, text: string) {
				if (state.broken) return Promise.reject(new Error('Connection to Indexed Database server lost'));
				texts.set(key, text);
				return Promise.resolve();
			}
		}
	};
}

test('what lies on disk is offered again, with its age', async () => {
	const { workspace, isRead } = disk('Bron är');
	const draft = new Draft(workspace, 'journal:bron');
	isRead();
	await draft.offer();
	expect(draft.text).toBe('Bron är');
	expect(draft.from).toBe(7);
});

test('typing before the draft has been read does not write over it: both stand, the older on a line before', async () => {
	const { workspace, isRead, texts } = disk('Bron är avstängd');
	const draft = new Draft(workspace, 'journal:bron');
	const offered = draft.offer();
	draft.text = 'Vattnet';
	const kept = draft.keep();
	await Promise.resolve();
	expect(texts.get('journal:bron')).toBe('Bron är avstängd');
	isRead();
	await Promise.all([offered, kept]);
	expect(draft.text).toBe('Bron är avstängd\nVattnet');
	expect(texts.get('journal:bron')).toBe('Bron är avstängd\nVattnet');
});

test('a draft that the storage did not take is written once it does, though no key is pressed', async () => {
	vi.useFakeTimers();
	const { workspace, isRead, texts, state } = disk();
	isRead();
	const draft = new Draft(workspace, 'journal:bron');
	draft.text = 'Vattnet stiger';
	state.broken = true;
	draft.keepAfterPause();
	await vi.advanceTimersByTimeAsync(1_000);
	expect(texts.size).toBe(0);
	state.broken = false;
	await vi.advanceTimersByTimeAsync(3_000);
	expect(texts.get('journal:bron')).toBe('Vattnet stiger');
	vi.useRealTimers();
});

test('the text of a saved entry is no draft any more', async () => {
	const { workspace, isRead, texts } = disk('Bron är avstängd');
	isRead();
	const draft = new Draft(workspace, 'journal:bron');
	await draft.offer();
	await draft.clear();
	expect(draft.text).toBe('');
	expect(draft.from).toBeUndefined();
	expect(texts.get('journal:bron')).toBe('');
});

test('a field that begins with a text holds it until something else was typed, and only that is a draft', async () => {
	const { workspace, isRead, texts } = disk();
	const draft = new Draft(workspace, 'correct:1', '20 elever');
	isRead();
	await draft.offer();
	expect(draft.text).toBe('20 elever');
	await draft.keep();
	expect(texts.get('correct:1') ?? '').toBe('');
	draft.text = '22 elever';
	await draft.keep();
	const again = new Draft(workspace, 'correct:1', '20 elever');
	await again.offer();
	expect(again.text).toBe('22 elever');
});
