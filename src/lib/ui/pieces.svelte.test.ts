import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import Field from './Field.svelte';
import FillBar from './FillBar.svelte';
import StatusBadge from './StatusBadge.svelte';
import './styles/index.css';

test('what is wrong with a field is read together with it', async () => {
	await render(Field, { label: 'Mobil', value: 'abc', error: 'Numret går inte att läsa.' });
	const field = page.getByRole('textbox', { name: 'Mobil' });
	await expect.element(field).toHaveAttribute('aria-invalid', 'true');
	await expect.element(field).toHaveAccessibleDescription('Numret går inte att läsa.');
});

test('a bar of people is told in words, and shows a piece for everyone who lacks', async () => {
	const { container } = await render(FillBar, { have: 2, need: 4, text: '2 tillgängliga, kvot 4' });
	await expect.element(page.getByRole('img', { name: '2 tillgängliga, kvot 4' })).toBeVisible();
	expect(container.querySelectorAll('.full')).toHaveLength(2);
	expect(container.querySelectorAll('.lacking')).toHaveLength(2);
});

test('a quota of one that nobody fills is one whole piece, not fragments of one', async () => {
	const { container } = await render(FillBar, { have: 0, need: 1, text: '0 tillgängliga, kvot 1' });
	const [piece, ...others] = container.querySelectorAll('.lacking');
	expect(others).toEqual([]);
	expect(piece && getComputedStyle(piece).borderStyle).toBe('solid');
});

test('a word with a shorter one beside it is still read out whole', async () => {
	await render(StatusBadge, { status: 'received', word: 'Allt mottaget 00:30', short: 'Mottaget 00:30' });
	await expect.element(page.getByText('Allt mottaget 00:30')).toBeInTheDocument();
	await expect.element(page.getByText('Mottaget 00:30', { exact: true })).toHaveAttribute('aria-hidden', 'true');
});

test('a status has a shape and a word, so that it is not told by colour alone', async () => {
	const { container } = await render(StatusBadge, { status: 'refused', word: 'Avvisat' });
	await expect.element(page.getByText('Avvisat')).toBeVisible();
	expect(container.querySelector('svg')).not.toBeNull();
});
