// The page of rights is drawn from the table that decides: nothing in it may lack a word or a place.
import { expect, test } from 'vitest';
import { ACTION_GROUPS, ACTIONS, rightsTexts, ROLES, t as accessTexts } from '#lib/features/access/index.ts';

test.each(ACTIONS)('the action %s is said in Swedish and English', (action) => {
	for (const language of ['sv', 'en'] as const) expect(rightsTexts.find(`action.${action}`, language)).toBeTruthy();
});

test.each(ROLES)('the role %s has a name in Swedish and English', (role) => {
	for (const language of ['sv', 'en'] as const) expect(accessTexts.find(`role.${role}`, language)).toBeTruthy();
});

test('each action stands once in the table', () => {
	expect(Object.values(ACTION_GROUPS).flat().toSorted()).toEqual(ACTIONS.toSorted());
});
