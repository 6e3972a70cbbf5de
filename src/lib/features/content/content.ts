// The template content that the product ships: read once, when an installation begins.
import * as z from 'zod/mini';
import { ActionCard } from '#lib/features/actioncard/index.ts';
import { ExerciseTemplate } from '#lib/features/exercise/index.ts';
import { Agency, GlossaryTerm, PlanChapter, PlanLevel, StaffRole } from '#lib/features/plan/index.ts';
import { Organisation } from '#lib/features/roster/index.ts';

const Details = z.record(z.string(), z.unknown());
const Entry = z.object({
	id: z.string(),
	offsetMinutes: z.number(),
	writtenOffsetMinutes: z.number(),
	author: z.string(),
	type: z.string(),
	text: z.string(),
	details: z.optional(Details),
	injectRef: z.optional(z.string())
});
export type ScriptedEntry = z.infer<typeof Entry>;

const ContentPerson = z.object({
	id: z.string(),
	givenName: z.string(),
	familyName: z.string(),
	organisation: z.string(),
	roleRefs: z.array(z.string()),
	skills: z.array(z.string()),
	languages: z.array(z.string()),
	mobile: z.nullable(z.string()),
	email: z.nullable(z.string()),
	availability: z.nullable(z.string())
});

const LocalSet = z.object({
	id: z.string(),
	/** Null where a real municipality has not said: the placeholder stays visible. */
	values: z.record(z.string(), z.nullable(z.string())),
	people: z.array(ContentPerson),
	/** Kommundelar. */
	districts: z.optional(z.array(z.string())),
	/** Nämnder. */
	committees: z.optional(z.array(z.string())),
	staffing: z.optional(z.array(z.object({ role: z.string(), personRefs: z.array(z.string()) }))),
	exerciseLog: z.optional(
		z.object({
			id: z.string(),
			title: z.string(),
			date: z.string(),
			startTime: z.string(),
			durationMinutes: z.number(),
			entries: z.array(Entry)
		})
	),
	incidentScript: z.optional(
		z.object({
			id: z.string(),
			title: z.string(),
			cardRef: z.string(),
			nowOffsetMinutes: z.number(),
			activations: z.array(
				z.object({
					id: z.string(),
					offsetMinutes: z.number(),
					levelRef: z.string(),
					decidedBy: z.string(),
					reason: z.string()
				})
			),
			stepsDone: z.array(z.object({ stepRef: z.string(), offsetMinutes: z.number() })),
			entries: z.array(Entry)
		})
	)
});
export type LocalSet = z.infer<typeof LocalSet>;

const Content = z.object({
	plan: z.object({ chapters: z.array(z.omit(PlanChapter, { status: true })), levels: z.array(PlanLevel) }),
	staffRoles: z.array(z.omit(StaffRole, { order: true })),
	agencies: z.array(Agency),
	glossary: z.array(GlossaryTerm),
	actionCards: z.array(ActionCard),
	crisisSupport: z.object({ organisations: z.array(z.omit(Organisation, { order: true })) }),
	exercises: z.array(ExerciseTemplate),
	localSets: z.array(LocalSet)
});
export type Content = z.infer<typeof Content>;

/** Reads and checks the content; it is a chunk of its own, since only a beginning needs it. */
export async function loadContent(): Promise<Content> {
	const { default: json } = await import('./content-sv.json', { with: { type: 'json' } });
	return Content.parse(json);
}
