import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { installN8n } from '../../demo/n8n/install';
import { lines } from '../../demo/n8n/lines';
import { stderrProgress } from '../../demo/n8n/progress';
import type { JsonObject } from '../../demo/n8n/rest-types';
import { waitFor } from '../../demo/n8n/wait-for';
import { removeUserFolder, Workbench } from '../../demo/n8n/workbench';
import { handedOver } from './support/handedOver';
import { post, pushedWorkflow, pushSecret, whileActive } from './support/pushed';

interface Backend {
	node: string;
	credential: string;
	/** A push of call number so many, and its number in an item. */
	push: (number: number) => JsonObject;
	numberOf: (item: JsonObject) => unknown;
}

const backends: Backend[] = [
	{
		node: 'udesk',
		credential: 'udeskWebhookApi',
		push: (number) => ({ conversation_id: number, call_id: 'c', extend: { secret: pushSecret } }),
		numberOf: (item) => item.conversation_id,
	},
	{
		node: 'dimensions',
		credential: 'dimensionsWebhookApi',
		push: (number) => ({
			triggerId: 't',
			cdr: { id: String(number) },
			customData: { secret: pushSecret },
		}),
		numberOf: (item) => Number((item.cdr as JsonObject).id),
	},
];

const cases = backends.flatMap((backend) =>
	(['stop', 'kill'] as const).map((how) => ({ ...backend, how })),
);

/** With an n8n of its own, because it is restarted. */
describe('Pushes after a restart', () => {
	let folder: string;
	let bench: Workbench;

	beforeAll(async () => {
		const { line, tarball } = handedOver();
		folder = await mkdtemp(join(tmpdir(), 'n8n-telephony-push-'));
		const install = await installN8n(lines[line], stderrProgress());
		bench = await Workbench.start({ install, tarball, userFolder: folder });
	});
	afterAll(async () => {
		await bench?.stop();
		if (folder) await removeUserFolder(folder);
	});

	test.each(cases)(
		'$node, $how: new ones run, those of before do not run again',
		async ({ node, credential: type, push, numberOf, how }) => {
			const { api, server } = bench;
			const credential = await api.createCredential(`Pushes ${node} ${how}`, type, {
				secret: pushSecret,
			});
			const work = async (live: Parameters<Parameters<typeof whileActive>[2]>[0]) => {
				const send = async (number: number) =>
					await post(live.url, JSON.stringify(push(number))).catch(() => 0);
				const taken = async (number: number) =>
					await waitFor(async () => (await send(number)) === 200, {
						what: `push ${number} is taken`,
						timeoutMs: 60_000,
					});
				await taken(1);
				await live.settled(1);
				// What is seen is saved with the next execution.
				await taken(2);
				await live.settled(2);
				await bench.restart(how);
				// As early as n8n answers, which may be before its triggers run.
				await taken(1);
				await taken(3);
				await live.settled(3);
				await taken(1);
				await taken(3);
				expect((await live.settled(3)).map(numberOf).sort()).toEqual([1, 2, 3]);
			};
			await whileActive(api, pushedWorkflow(node, credential, {}), work, server.url);
		},
	);
});
