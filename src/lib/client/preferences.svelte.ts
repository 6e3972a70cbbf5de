// How this device looks: theme, density and language; a matter of the device, not of the person.
import { LANGUAGES, setLanguage, type Language } from '#lib/i18n/index.ts';

export const THEMES = ['system', 'light', 'dark', 'natt'] as const;
export type Theme = (typeof THEMES)[number];
export const DENSITIES = ['tight', 'normal', 'coarse'] as const;
export type Density = (typeof DENSITIES)[number];

class Preferences {
	#theme: Theme = $state('system');
	#density: Density = $state('normal');
	#language: Language = $state('sv');
	readonly #dark = typeof matchMedia === 'undefined' ? undefined : matchMedia('(prefers-color-scheme: dark)');

	get theme(): Theme {
		return this.#theme;
	}

	get density(): Density {
		return this.#density;
	}

	get language(): Language {
		return this.#language;
	}

	/** Reads what the device remembers and follows the system's own choice of light. */
	begin(): void {
		this.#theme = remembered('theme', THEMES, 'system');
		this.#density = remembered('density', DENSITIES, 'normal');
		this.#language = remembered('language', LANGUAGES, 'sv');
		this.#dark?.addEventListener('change', () => {
			this.#show();
		});
		this.#show();
	}

	set(change: { theme?: Theme; density?: Density; language?: Language }): void {
		this.#theme = change.theme ?? this.#theme;
		this.#density = change.density ?? this.#density;
		this.#language = change.language ?? this.#language;
		for (const [name, value] of Object.entries(change)) localStorage.setItem(`beredd.${name}`, value);
		this.#show();
	}

	#show(): void {
		const { documentElement } = document;
		const theme = this.#theme === 'system' ? (this.#dark?.matches ? 'dark' : 'light') : this.#theme;
		documentElement.dataset['theme'] = theme;
		documentElement.dataset['density'] = this.#density;
		documentElement.lang = this.#language;
		setLanguage(this.#language);
	}
}

function remembered<T extends string>(name: string, choices: readonly T[], otherwise: T): T {
	const value = localStorage.getItem(`beredd.${name}`);
	return choices.find((choice) => choice === value) ?? otherwise;
}

export const preferences = new Preferences();
