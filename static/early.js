// The disk's door opens while the app is still being read: in a browser just started, IndexedDB takes tens of milliseconds to wake.
// A failure here is no one's loss: the app meets it again when it opens its database, and says so.
indexedDB.databases?.().catch(() => undefined);
