export { ACTION_GROUPS } from './access-actions.ts';
export { deviceTexts } from './access-devices.messages.ts';
export { type Place } from './access-people.ts';
export { peopleTexts } from './access-people.messages.ts';
export { rightsTexts } from './access-rights.messages.ts';
export { BOARD_PERSON, BREAK_GLASS_PERSON, isPassing, Person, PersonFields, type PersonChanges } from './access.ts';
export { addPerson, changeMe, changePerson, eraseMe, giveRole, leave, withdrawRole } from './access.mutators.ts';
export { grants, people } from './access.tables.ts';
export {
	ACTIONS,
	deviceActor,
	deviceActorId,
	EVERY_RIGHT,
	Grant,
	inIncident,
	inMunicipality,
	isDevice,
	may,
	mayRead,
	NARROW_ROLES,
	permitsNeed,
	RIGHTS,
	RoleName,
	ROLES,
	Subject,
	unverifiedScope,
	type Action
} from './rights.ts';
export { t } from './access.messages.ts';
