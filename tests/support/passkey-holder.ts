// Chromium's own authenticator in software, in one page: it holds passkeys, sees its person at once, and makes secrets of salts (PRF).
import type { CDPSession, Page } from '@playwright/test';

export async function holdPasskeys(page: Page): Promise<CDPSession> {
	const line = await page.context().newCDPSession(page);
	await line.send('WebAuthn.enable');
	await line.send('WebAuthn.addVirtualAuthenticator', {
		options: {
			protocol: 'ctap2',
			ctap2Version: 'ctap2_1',
			transport: 'internal',
			hasResidentKey: true,
			hasUserVerification: true,
			hasPrf: true,
			isUserVerified: true,
			automaticPresenceSimulation: true
		}
	});
	return line;
}
