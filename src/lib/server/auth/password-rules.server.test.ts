import { describe, expect, test } from 'vitest';
import { passwordWeakness, PasswordText } from './password-rules.server.ts';

const ANNA = { login: 'anna.svensson@sjorum.example', name: 'Anna Märta Svensson' };

test.each(['kajen ligger i lä', 'tolv tecken!', 'Grus-Ekorre-Tornet-88', 'sommar kris hockey', '🦊🐟 två räkor till'])(
	'"%s" is good enough',
	(password) => {
		expect(passwordWeakness(password, ANNA)).toBeUndefined();
		expect(PasswordText.safeParse(password).success).toBe(true);
	}
);

describe('too short or too long', () => {
	test.each(['', 'elva tecken', 'åäöåäöåäöåä', 'åäöåäöåäöåä'.normalize('NFD')])(
		'"%s" is under twelve characters',
		(text) => {
			expect(passwordWeakness(text, ANNA)).toBe('access.password-short');
			expect(PasswordText.safeParse(text).error?.issues[0]?.message).toBe('access.password-short');
		}
	);

	test('two hundred characters are the most that a form may send', () => {
		const text = 'kajen ligger i lä '.repeat(20);
		expect(PasswordText.safeParse(text.slice(0, 200)).success).toBe(true);
		expect(PasswordText.safeParse(text.slice(0, 201)).error?.issues[0]?.message).toBe('access.password-long');
	});
});

test.each([
	'Sommar2026!!!',
	'lösenord1234',
	'Lösenord-Lösenord',
	'P4$$w0rd1234',
	'kommunen 2026',
	'Välkommen123',
	'sommar/vinter',
	'Sommar2026vinter',
	'qwertyuiop12',
	'112233445566',
	'19850101-1234',
	'aaaaaaaaaaaa',
	'abababababab'
])('"%s" is among the first that anyone would guess', (password) => {
	expect(passwordWeakness(password, ANNA)).toBe('access.password-common');
});

test.each([
	'anna.svensson',
	'Anna Märta Svensson',
	'svensson marta anna',
	'AnnaSvensson2026',
	'anna.svensson@sjorum.example',
	'annasvenssonsjorumexample!'
])('"%s" is her own name or login', (password) => {
	expect(passwordWeakness(password, ANNA)).toBe('access.password-like-name');
});

test('a name without letters, or none, refuses nobody', () => {
	expect(passwordWeakness('070-123 45 67', { login: '0701234567', name: '' })).toBe('access.password-common');
	expect(passwordWeakness('kajen ligger i lä', { login: '', name: '' })).toBeUndefined();
	expect(passwordWeakness('kajen ligger i lä', { login: '123', name: '李' })).toBeUndefined();
});
