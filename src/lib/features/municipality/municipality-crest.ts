// Makes a crest of whatever picture somebody has: small, and drawn anew, so that nothing hidden in the file comes along.

const SIDE = 256;

/**
 * The picture as a PNG in base64, at most 256 pixels wide and high.
 *
 * Errors:  `undefined` for what the browser cannot draw, an SVG among it.
 */
export async function crestOf(file: Blob): Promise<string | undefined> {
	try {
		const picture = await createImageBitmap(file);
		const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
		const canvas = document.createElement('canvas');
		canvas.width = Math.max(1, Math.round(picture.width * scale));
		canvas.height = Math.max(1, Math.round(picture.height * scale));
		canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
		picture.close();
		return canvas.toDataURL('image/png').split(',')[1];
	} catch {
		return undefined;
	}
}
