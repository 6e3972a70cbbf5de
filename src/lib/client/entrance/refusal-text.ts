// A refusal's code in words, also where nobody is in yet.
import { messages } from '#lib/features/registry.ts';
import { t as clientTexts } from '../client.messages.ts';
import { t as entranceTexts } from './entrance.messages.ts';

export function refusalText(code: string): string {
	for (const texts of [clientTexts, entranceTexts, ...messages]) {
		const text = texts.find(code);
		if (text !== undefined) return text;
	}
	return clientTexts('unknownRefusal');
}
