import { createRawSnippet } from 'svelte';
import { expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import Dialog from './Dialog.svelte';
import './styles/index.css';

const children = createRawSnippet(() => ({ render: () => '<p>Dagboken stängs.</p>' }));
const title = 'Avsluta händelsen?';

test('a question over the page takes the focus and is named by its title', async () => {
	await render(Dialog, { open: true, title, children, onclose: () => undefined });
	const dialog = page.getByRole('dialog', { name: title });
	await expect.element(dialog).toBeVisible();
	expect(dialog.element().contains(document.activeElement)).toBe(true);
});

test('Esc is an answer: the page is told, and nothing has been decided', async () => {
	const onclose = vi.fn();
	await render(Dialog, { open: true, title, children, onclose });
	await userEvent.keyboard('{Escape}');
	await vi.waitFor(() => {
		expect(onclose).toHaveBeenCalledOnce();
	});
});

test('the focus goes back to the button that asked', async () => {
	const opener = document.createElement('button');
	opener.textContent = 'Avsluta';
	document.body.append(opener);
	opener.focus();
	const { rerender } = await render(Dialog, { open: true, title, children, onclose: () => undefined });
	await expect.element(page.getByRole('dialog', { name: title })).toBeVisible();
	await rerender({ open: false });
	await expect.element(page.getByRole('button', { name: 'Avsluta' })).toHaveFocus();
	opener.remove();
});

test('Esc over something typed asks before it is thrown away, every time', async () => {
	const onclose = vi.fn();
	await render(Dialog, { open: true, title, children, onclose, unsaved: true });
	await userEvent.keyboard('{Escape}');
	await expect.element(page.getByText('Det du skrivit är inte sparat.')).toBeVisible();
	await userEvent.keyboard('{Escape}');
	await expect.element(page.getByText('Det du skrivit är inte sparat.')).not.toBeInTheDocument();
	await userEvent.keyboard('{Escape}');
	expect(onclose).not.toHaveBeenCalled();
	await page.getByRole('button', { name: 'Släng det skrivna' }).click();
	expect(onclose).toHaveBeenCalledOnce();
});

test('the focus goes back also where the whole dialog is taken away', async () => {
	const opener = document.createElement('button');
	opener.textContent = 'Lägg till';
	document.body.append(opener);
	opener.focus();
	const { unmount } = await render(Dialog, { open: true, title, children, onclose: () => undefined });
	await expect.element(page.getByRole('dialog', { name: title })).toBeVisible();
	await unmount();
	await expect.element(page.getByRole('button', { name: 'Lägg till' })).toHaveFocus();
	opener.remove();
});

test('the actions stay in sight however much stands above them', async () => {
	const long = createRawSnippet(() => ({ render: () => `<p>${'Dagboken stängs. '.repeat(900)}</p>` }));
	await render(Dialog, { open: true, title, children: long, onclose: () => undefined });
	await expect.element(page.getByRole('button', { name: 'Stäng' })).toBeInViewport({ ratio: 1 });
});
