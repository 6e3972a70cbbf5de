// The features' tables and mutators joined: what the browser, the server and the simulator agree on.
import { createRegistry } from '#lib/sync/contract/index.ts';
import { addEntry, journalEntries } from './journal/index.ts';

export const registry = createRegistry({ schema: 1, tables: [journalEntries], mutators: [addEntry] });
