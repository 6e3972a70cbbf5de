export { withoutIdentityNumbers } from './identity-numbers.ts';
