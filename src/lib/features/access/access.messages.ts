import { defineMessages } from '#lib/i18n/index.ts';

export const t = defineMessages({
	sv: {
		'access.not-permitted': 'Det finns inte, eller så har du inte behörighet till det.',
		'access.already-there': 'Det är redan inlagt.',
		'access.no-such-person': 'Personen finns inte längre.',
		'access.no-such-role': 'Behörigheten är redan borttagen.',
		'access.role-needs-place':
			'Den rollen ges för en organisation, en händelse eller en övning – inte för hela kommunen.',
		'access.over-before-begun': 'Behörigheten tar slut innan den börjar. Ändra tiderna.',
		'access.last-administrator': 'Det är den enda administratören. Ge någon annan rollen först.',
		'role.administrator': 'Administratör',
		'role.crisisLeadership': 'Krisledning',
		'role.dutyOfficer': 'Tjänsteman i beredskap',
		'role.staffMember': 'Stabsmedlem',
		'role.logKeeper': 'Loggförare',
		'role.calloutLeader': 'Larmledare',
		'role.organisationContact': 'Organisationens kontaktperson',
		'role.supportMember': 'Medlem i krisstödsgruppen',
		'role.exerciseDirector': 'Övningsledare',
		'role.evaluator': 'Utvärderare, observatör',
		'role.board': 'Tavla',
		'role.reader': 'Läsare'
	},
	en: {
		'access.not-permitted': 'It is not there, or you have no right to it.',
		'access.already-there': 'It has already been added.',
		'access.no-such-person': 'That person is no longer here.',
		'access.no-such-role': 'That right has already been withdrawn.',
		'access.role-needs-place':
			'That role is given for one organisation, incident or exercise – not for the whole municipality.',
		'access.over-before-begun': 'The right ends before it begins. Change the times.',
		'access.last-administrator': 'This is the only administrator. Give someone else the role first.',
		'role.administrator': 'Administrator',
		'role.crisisLeadership': 'Crisis leadership',
		'role.dutyOfficer': 'Duty officer',
		'role.staffMember': 'Staff member',
		'role.logKeeper': 'Log keeper',
		'role.calloutLeader': 'Call-out leader',
		'role.organisationContact': 'Contact of an organisation',
		'role.supportMember': 'Member of the crisis support group',
		'role.exerciseDirector': 'Exercise director',
		'role.evaluator': 'Evaluator, observer',
		'role.board': 'Board',
		'role.reader': 'Reader'
	}
});
