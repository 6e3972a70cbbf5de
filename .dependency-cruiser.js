// Which folder may import which; each rule is proven by a planted violation in tests/architecture.
const lib = (names) => `^src/lib/(${names})/`;
const forbid = (name, from, to) => ({ name, severity: 'error', from: { path: from }, to: { path: to } });

const ORDER = [
	['access', 'municipality', 'plan', 'roster'],
	['journal'],
	['incident'],
	['actioncard', 'callout', 'decision', 'task', 'picture', 'staff', 'board'],
	['exercise'],
	['content', 'search', 'beginning']
];

/** A feature may import only features of earlier ranks. */
const featureOrder = ORDER.map((rank, index) =>
	forbid(
		`features-order-${rank[0]}`,
		`^src/lib/features/(${rank.join('|')})/`,
		`^src/lib/features/(${
			ORDER.slice(index)
				.flat()
				.filter((name) => !rank.includes(name))
				.join('|') || '-'
		})/`
	)
);

export default {
	forbidden: [
		forbid('kernel-imports-zod-only', lib('kernel'), '^src/lib/(?!kernel)|^node_modules/(?!zod)'),
		forbid('i18n-knows-kernel', lib('i18n'), '^src/lib/(?!kernel|i18n)'),
		forbid('ui-knows-no-feature', lib('ui'), '^src/lib/(?!kernel|i18n|ui)'),
		forbid('sync-knows-no-feature', lib('sync'), '^src/lib/(?!kernel|sync)'),
		forbid('contract-knows-no-side', '^src/lib/sync/contract/', '^src/lib/sync/(browser|authority)/'),
		forbid('browser-knows-no-authority', '^src/lib/sync/browser/', '^src/lib/sync/authority/'),
		forbid('authority-knows-no-browser', '^src/lib/sync/authority/', '^src/lib/sync/browser/'),
		forbid('features-know-no-side', lib('features'), '^src/(lib/(client|server)|routes)/'),
		forbid('client-and-server-stay-apart', lib('client'), '^src/(lib/server|routes)/'),
		forbid('server-and-client-stay-apart', lib('server'), '^src/(lib/client|routes)/'),
		{
			name: 'features-meet-at-index',
			severity: 'error',
			from: { path: '^src/lib/features/([^/]+)/' },
			to: { path: '^src/lib/features/([^/]+)/(?!index\\.ts$)', pathNot: '^src/lib/features/$1/' }
		},
		...featureOrder,
		{ name: 'no-circles', severity: 'error', from: {}, to: { circular: true, viaOnly: { pathNot: '\\.svelte$' } } }
	],
	options: {
		tsConfig: { fileName: 'tsconfig.json' },
		tsPreCompilationDeps: true,
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '^(build|\\.svelte-kit)/' },
		enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'svelte', 'browser', 'default'] }
	}
};
