declare global {
	namespace App {
		interface Error {
			message: string;
			/** The id under which the server logged a bug; empty when it was none. */
			bugId: string;
		}
	}
}

export {};
