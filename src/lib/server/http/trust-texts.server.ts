// How a tablet comes to trust the municipality's own authority, in the words of the devices' own menus.

export interface TrustTexts {
	readonly lang: string;
	readonly title: string;
	readonly why: string;
	readonly none: string;
	readonly fetch: string;
	readonly compare: string;
	readonly warning: string;
	readonly after: string;
	readonly devices: readonly { readonly name: string; readonly steps: readonly string[] }[];
}

export const trustTexts: readonly TrustTexts[] = [
	{
		lang: 'sv',
		title: 'Lita på den här servern',
		why: 'Beredd körs på en server i huset. För att surfplattan ska veta att det är rätt server behöver kommunens certifikat installeras en gång.',
		none: 'Den här servern använder inget eget certifikat. Du behöver inte installera något.',
		fetch: 'Hämta certifikatet',
		compare: 'Jämför först fingeravtrycket (SHA-256) med det som driftansvarig har på papper:',
		warning: 'Stämmer det inte: installera inget, och ring driftansvarig.',
		after: 'När det är klart, öppna',
		devices: [
			{
				name: 'iPad och iPhone',
				steps: [
					'Öppna den här sidan i Safari, tryck på ”Hämta certifikatet” och tillåt hämtningen.',
					'Öppna Inställningar, Allmänt, VPN och enhetshantering. Tryck på profilen ”Beredd” och på Installera.',
					'Öppna Inställningar, Allmänt, Om, Inställningar för certifikatförtroende. Slå på ”Beredd” under fullt förtroende.'
				]
			},
			{
				name: 'Android',
				steps: [
					'Tryck på ”Hämta certifikatet”.',
					'Öppna Inställningar och sök efter ”CA-certifikat”. Välj Installera ändå och filen authority.crt.',
					'Använd Chrome. Enheten visar efteråt att nätverket kan övervakas: det gäller det certifikat du just installerade.'
				]
			},
			{
				name: 'Windows',
				steps: [
					'Hämta certifikatet, öppna filen och välj Installera certifikat.',
					'Välj Lokal dator, sedan ”Placera alla certifikat i nedanstående arkiv” och arkivet Betrodda rotcertifikatutfärdare.',
					'Starta om webbläsaren.'
				]
			}
		]
	},
	{
		lang: 'en',
		title: 'Trust this server',
		why: 'Beredd runs on a server in the house. For the tablet to know that it is the right one, the municipality’s certificate must be installed once.',
		none: 'This server uses no certificate of its own. There is nothing to install.',
		fetch: 'Get the certificate',
		compare: 'First compare the fingerprint (SHA-256) with the one that whoever runs the server has on paper:',
		warning: 'If it differs: install nothing, and call whoever runs the server.',
		after: 'When it is done, open',
		devices: [
			{
				name: 'iPad and iPhone',
				steps: [
					'Open this page in Safari, tap “Get the certificate” and allow the download.',
					'Open Settings, General, VPN & Device Management. Tap the profile “Beredd” and Install.',
					'Open Settings, General, About, Certificate Trust Settings. Turn on full trust for “Beredd”.'
				]
			},
			{
				name: 'Android',
				steps: [
					'Tap “Get the certificate”.',
					'Open Settings and search for “CA certificate”. Choose Install anyway and the file authority.crt.',
					'Use Chrome. The device then says that the network may be monitored: that is about the certificate you just installed.'
				]
			},
			{
				name: 'Windows',
				steps: [
					'Get the certificate, open the file and choose Install Certificate.',
					'Choose Local Machine, then “Place all certificates in the following store” and the store Trusted Root Certification Authorities.',
					'Restart the browser.'
				]
			}
		]
	}
];
