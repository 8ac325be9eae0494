function restore(before: string | undefined): void {
	if (before === undefined) delete process.env.EXECUTIONS_MODE;
	else process.env.EXECUTIONS_MODE = before;
}

/** As in a webhook process of queue mode, where no trigger starts: it takes what is posted by itself. */
export async function inWebhookProcess<Result>(work: () => Promise<Result>): Promise<Result> {
	const { EXECUTIONS_MODE: before } = process.env;
	process.env.EXECUTIONS_MODE = 'queue';
	try {
		return await work();
	} finally {
		restore(before);
	}
}

/** All tests of the file, or of the block, as in `inWebhookProcess`. */
export function allInWebhookProcess(): void {
	const { EXECUTIONS_MODE: before } = process.env;
	beforeAll(() => void (process.env.EXECUTIONS_MODE = 'queue'));
	afterAll(() => restore(before));
}
