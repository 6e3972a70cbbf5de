export { fromBase64Url, toBase64Url } from './base64url.ts';
export { Id, newId } from './id.ts';
export { DAY_MS, Instant, MINUTE_MS, Minutes } from './instant.ts';
export { expectOk, ok, refuse, type Refusal, type Result } from './result.ts';
export { seededRandom, systemRandom, type Random } from './random.ts';
