import { createRawSnippet } from 'svelte';
import { expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import Button from './Button.svelte';

const children = createRawSnippet(() => ({ render: () => '<span>Spara</span>' }));

test('a second press before the first is done does nothing, and keeps the focus where it is', async () => {
	let done: () => void = () => undefined;
	const onclick = vi.fn(
		() =>
			new Promise<void>((resolve) => {
				done = resolve;
			})
	);
	await render(Button, { onclick, children });
	const button = page.getByRole('button', { name: 'Spara' });
	await button.dblClick();
	expect(onclick).toHaveBeenCalledOnce();
	await expect.element(button).toHaveAttribute('aria-busy', 'true');
	await expect.element(button).toHaveFocus();
	done();
	await expect.element(button).not.toHaveAttribute('aria-busy');
	await button.click();
	expect(onclick).toHaveBeenCalledTimes(2);
});

test('a press that fails leaves a button that can be pressed again', async () => {
	const onclick = vi.fn(() => Promise.resolve());
	await render(Button, { onclick, children });
	const button = page.getByRole('button', { name: 'Spara' });
	await button.click();
	await expect.element(button).not.toHaveAttribute('aria-busy');
	await button.click();
	expect(onclick).toHaveBeenCalledTimes(2);
});
