export { Replica, type ReplicaSettings } from './replica.ts';
export type { ReplicaState } from './replica-state.ts';
export { socketChannel, type Carrier } from './socket-channel.ts';
export { systemTimers, type Channel, type ServerEvent, type Timers } from './channel.ts';
export { clearSealer, sameSealing, type SealedBody, type Sealer } from './sealer.ts';
export { xchachaSealer } from './xchacha-sealer.ts';
export type { OutboxRecord, RefusedRecord, RowRecord } from './database.ts';
export { Silence } from './line.ts';
export type { Contact } from './session.ts';
