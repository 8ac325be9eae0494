/** By this word of its command n8n is a webhook process of queue mode. */
const COMMAND = 'webhook';

function begin(): void {
	process.argv.push(COMMAND);
}

function end(): void {
	process.argv.splice(process.argv.lastIndexOf(COMMAND), 1);
}

/** As in a webhook process of queue mode, where no trigger starts: it takes what is posted by itself. */
export async function inWebhookProcess<Result>(work: () => Promise<Result>): Promise<Result> {
	begin();
	try {
		return await work();
	} finally {
		end();
	}
}

/** All tests of the file, or of the block, as in `inWebhookProcess`. */
export function allInWebhookProcess(): void {
	beforeAll(begin);
	afterAll(end);
}
