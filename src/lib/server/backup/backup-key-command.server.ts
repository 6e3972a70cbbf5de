// `npm run backup-key`: a pair of keys, of which one part goes to the server and the other onto paper.
import { keyToText } from './key-text.server.ts';
import { makeBackupKeys } from './sealed-file.server.ts';

const { publicKey, privateKey } = makeBackupKeys();
process.stdout.write(`For the server, which can only seal with it:

BEREDD_BACKUP_KEY=${keyToText('public', publicKey)}

For paper, in a safe, twice, and on no computer that is on a network. Without it no backup can be opened, and nobody can make it again:

${keyToText('private', privateKey)}

To restore or to drill, put it into a file and name that file in BEREDD_BACKUP_PRIVATE_KEY_FILE; remove the file afterwards.
`);
