export { Vault, type Door, type Unlocked, type VaultSettings } from './vault.ts';
export { stretchInWorker } from './stretch-in-worker.ts';
export { leaseOver } from './lease.ts';
export { isWeakPin } from './pin.ts';
export { proof, proofKeyOf, sealKeyOf } from './keys.ts';
export type { How, Locked, WrappedKey } from './wrapped-key.ts';
