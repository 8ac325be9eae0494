import { setTimeout as pause } from 'node:timers/promises';

import type { JsonObject, StoredCredential } from '../../../n8n-driver/rest/rest-types';
import { waitFor } from '../../../n8n-driver/wait-for';
import { PEOPLE } from '../../simulators/webex';
import { startOwnN8n, type OwnN8n } from '../../support/n8n/processes/ownN8n';
import {
	accountTrigger,
	allCame,
	oftenHeard,
	short,
	startOrganization,
	type WebexOrganization,
} from './support/webex';

const { alice } = PEOPLE;
const deliveries = ['channel', 'httpContact'] as const;
type ByDelivery<Value> = Record<(typeof deliveries)[number], Value>;

/** n8n 2.x tries to start a workflow for 15 s and never again. */
const LONGER_THAN_N8N_TRIES = 20_000;

/** Nothing is known of the account in a process that has just started, so that Webex must be asked. */
describe('A Webex API that cannot be reached when n8n starts', () => {
	let own: OwnN8n;
	let organization: WebexOrganization;
	let credential: StoredCredential;
	const ids: ByDelivery<string> = { channel: '', httpContact: '' };

	beforeAll(async () => {
		own = await startOwnN8n('webex');
		organization = await startOrganization(own.bench.api, short);
		credential = await organization.connected('alice');
		for (const delivery of deliveries) {
			const { definition } = accountTrigger(credential, { ...oftenHeard, delivery });
			const { id } = await own.bench.api.createWorkflow(definition);
			ids[delivery] = id;
			await own.bench.api.activate(id);
		}
	});
	afterAll(async () => {
		await own?.remove();
		await organization?.close();
	});

	const states = async (): Promise<ByDelivery<JsonObject | undefined>> => {
		const asked = { resource: 'connection', operation: 'getState' };
		const { error, items } = await organization.run(credential, asked);
		expect(error).toBeUndefined();
		const of = (delivery: (typeof deliveries)[number]) =>
			items.find(({ workflowId }) => workflowId === ids[delivery]);
		return { channel: of('channel'), httpContact: of('httpContact') };
	};

	const bothHadAll = async (calls: readonly string[]) => {
		for (const delivery of deliveries) await allCame(own.bench.api, ids[delivery], calls);
	};

	/** Both triggers are connected again, as they say themselves. */
	const bothUp = async () => {
		let seen: unknown;
		await waitFor(
			async () => {
				const now = await states();
				seen = now;
				return deliveries.every((delivery) => now[delivery]?.state === 'connected');
			},
			{
				what: 'both triggers are connected',
				timeoutMs: 60_000,
				explain: () => JSON.stringify(seen) + own.bench.server.logTail(40),
			},
		);
	};

	test.each(['stop', 'kill'] as const)(
		'after a %s: triggers of either delivery wait for it, say so, and give every call from then on',
		async (how) => {
			await bothHadAll(await organization.ring(alice.id, 2));
			await organization.withoutApi(async () => {
				await own.bench.restart(how);
				await pause(LONGER_THAN_N8N_TRIES);
				const waiting = { state: 'connecting', lastError: expect.stringMatching(/\S/) as string };
				expect(await states()).toMatchObject({ channel: waiting, httpContact: waiting });
			});
			await bothUp();
			await bothHadAll(await organization.ring(alice.id, 5));
		},
	);
});
