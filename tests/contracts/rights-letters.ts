// What somebody has written and another may carry: for the matrix of rights.
import { toBase64Url } from '#lib/kernel/index.ts';
import { sealKeyOf } from '#lib/server/auth/person-key.server.ts';
import { envelopeAbout } from '#lib/sync/contract/envelope.ts';
import { textSealer } from '#lib/sync/contract/sealed-text.ts';
import { NOON, type Staff } from '../support/hall.ts';

/** An entry in somebody’s log, sealed by its author for whoever carries it. */
export function letter(
	{ key }: Staff,
	clientId: string,
	{ seq, incidentId }: { seq: number; incidentId: string }
): object {
	const plain = { seq, name: 'journal.add', at: NOON };
	const args = { entryId: `${incidentId}.d`, incidentId, text: 'Buren', happenedAt: 1 };
	const body = textSealer(sealKeyOf(key))(JSON.stringify(args), envelopeAbout({ ...plain, clientId }));
	return { ...plain, body: toBase64Url(body) };
}
