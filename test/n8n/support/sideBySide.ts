/** Tests at work at the same time: most of each is waiting, and n8n serves several workers beside it. */
const AT_ONCE = 4;

interface Story {
	run: () => Promise<void>;
	outcome?: Promise<void>;
}

export interface SideBySide {
	test(name: string, run: () => Promise<void>): void;
	/** One test for each of the cases. */
	each<Case>(
		cases: readonly Case[],
		nameOf: (one: Case) => string,
		run: (one: Case) => Promise<void>,
	): void;
}

/**
 * Tests of one describe block that share nothing which one of them changes. As soon as the block begins
 * they run several at a time; each is then shown, and fails, as a test of its own. Hooks per test do not
 * apply to them, and what they use of `beforeAll` must stand before this call.
 */
export function sideBySide(atOnce = AT_ONCE): SideBySide {
	const stories: Story[] = [];

	beforeAll(() => {
		const turns: Array<Promise<void>> = [];
		for (const [index, story] of stories.entries()) {
			const turn = turns[index - atOnce] ?? Promise.resolve();
			story.outcome = turn.then(async () => await story.run());
			turns.push(story.outcome.catch(() => undefined));
		}
	});
	afterAll(async () => {
		await Promise.allSettled(stories.map(async ({ outcome }) => await outcome));
	});

	const add = (name: string, run: () => Promise<void>) => {
		const story: Story = { run };
		stories.push(story);
		test(name, async () => await story.outcome);
	};
	return {
		test: add,
		each(cases, nameOf, run) {
			for (const one of cases) add(nameOf(one), async () => await run(one));
		},
	};
}
