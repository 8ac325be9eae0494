/** Tests at work at the same time: most of each is waiting, and n8n serves several workers beside it. */
const AT_ONCE = 4;

interface Story {
	name: string;
	run: () => Promise<void>;
	outcome?: Promise<void>;
}

interface Block {
	name: string;
	parent?: Block;
}

/** What jest knows of this run (jest-circus keeps it in the global object). */
interface Running {
	testNamePattern?: RegExp | null;
	currentDescribeBlock: Block;
}

function running(): Running {
	const place = globalThis as unknown as Record<symbol, Running | undefined>;
	const states = Object.getOwnPropertySymbols(place).map((key) => place[key]);
	const found = states.find((state) => state?.currentDescribeBlock !== undefined);
	if (!found) throw new Error('This jest does not say which tests are to run.');
	return found;
}

/** Whether a test of the block that is being described is to run, by the option -t. */
function selection(): (name: string) => boolean {
	const { testNamePattern, currentDescribeBlock } = running();
	const names: string[] = [];
	for (let block = currentDescribeBlock; block.parent; block = block.parent)
		names.unshift(block.name);
	return (name) => testNamePattern?.test([...names, name].join(' ')) ?? true;
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
	const isWanted = selection();

	beforeAll(() => {
		const turns: Array<Promise<void>> = [];
		const wanted = stories.filter(({ name }) => isWanted(name));
		for (const [index, story] of wanted.entries()) {
			const turn = turns[index - atOnce] ?? Promise.resolve();
			story.outcome = turn.then(async () => await story.run());
			turns.push(story.outcome.catch(() => undefined));
		}
	});
	afterAll(async () => {
		await Promise.allSettled(stories.map(async ({ outcome }) => await outcome));
	});

	const add = (name: string, run: () => Promise<void>) => {
		const story: Story = { name, run };
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
