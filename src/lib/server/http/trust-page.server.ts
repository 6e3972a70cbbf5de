// The page that a tablet opens before it trusts the server: no script and nothing from elsewhere, so that the oldest browser shows it.
import { createHash } from 'node:crypto';
import { fingerprintOf } from './authority-file.server.ts';
import { trustTexts, type TrustTexts } from './trust-texts.server.ts';

const STYLE = `:root{color-scheme:light dark}
body{font:1.125rem/1.5 system-ui,sans-serif;max-width:40rem;margin:0 auto;padding:1.5rem}
code{display:block;font:1rem/1.6 ui-monospace,monospace;overflow-wrap:anywhere;padding:.75rem 1rem;border:1px solid}
.get{display:inline-block;padding:.75rem 1.25rem;border:2px solid;font-weight:600}
section+section{border-top:1px solid;margin-top:2.5rem}`;

const POLICY = [
	`default-src 'none'`,
	`style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
	`base-uri 'none'`,
	`form-action 'none'`,
	`frame-ancestors 'none'`
].join('; ');

/**
 * The page in both languages.
 *
 * Shapes:  `authority` is DER, or undefined where none was made; `origin` is where the app lies, and comes from the environment.
 */
export function trustPage(authority: Uint8Array | undefined, origin: string): Response {
	const body = trustTexts.map((texts) => section(texts, authority, origin)).join('\n');
	const html = `<!doctype html>
<html lang="sv">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Beredd</title>
<style>${STYLE}</style>
</head>
<body>
${body}
</body>
</html>
`;
	return new Response(html, {
		headers: {
			'content-type': 'text/html; charset=utf-8',
			'content-security-policy': POLICY,
			'cache-control': 'no-store'
		}
	});
}

/** The file that the devices install. */
export function authorityAnswer(authority: Uint8Array<ArrayBuffer>): Response {
	return new Response(authority, {
		headers: {
			'content-type': 'application/x-x509-ca-cert',
			'content-disposition': 'attachment; filename="authority.crt"',
			'cache-control': 'no-store'
		}
	});
}

function section(texts: TrustTexts, authority: Uint8Array | undefined, origin: string): string {
	const how = authority
		? `<p>${texts.why}</p>
<p>${texts.compare}</p>
<code>${fingerprintOf(authority)}</code>
<p>${texts.warning}</p>
<p><a class="get" href="/trust/authority.crt">${texts.fetch}</a></p>
${texts.devices.map(deviceSteps).join('\n')}
<p>${texts.after} <a href="${origin}/">${origin}</a></p>`
		: `<p>${texts.none}</p>`;
	return `<section lang="${texts.lang}">
<h1>${texts.title}</h1>
${how}
</section>`;
}

function deviceSteps({ name, steps }: TrustTexts['devices'][number]): string {
	return `<h2>${name}</h2>
<ol>
${steps.map((step) => `<li>${step}</li>`).join('\n')}
</ol>`;
}
