export { Person, PersonFields, type PersonChanges } from './access.ts';
export { addPerson, changeMe, changePerson, giveRole, leave, withdrawRole } from './access.mutators.ts';
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
