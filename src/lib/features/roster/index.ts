export {
	areFewWords,
	Away,
	Contact,
	contactChanges,
	ContactChanges,
	dialNumber,
	fullName,
	isAway,
	isNumberStale,
	Member,
	numbersOf,
	Organisation,
	Phone,
	phoneText,
	Quota,
	staffing,
	type Staffing,
	type SupportLevel,
	wordsIn
} from './roster.ts';
export {
	addMember,
	changeMember,
	putOrganisation,
	removeMember,
	setAway,
	setBack,
	verifyNumber
} from './roster.mutators.ts';
export { members, organisations } from './roster.tables.ts';
export { t } from './roster.messages.ts';
