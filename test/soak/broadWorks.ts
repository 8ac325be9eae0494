import { setTimeout as pause } from 'node:timers/promises';

import type { N8nApi } from '../../n8n-driver/rest/api';
import { channelRows } from '../broadWorks/faults/channel';
import { connectionRows } from '../broadWorks/faults/connection';
import { machineRows } from '../broadWorks/faults/machines';
import { Ledger } from '../faults/ledger';
import type { ExecutionRecord } from '../faults/n8n';
import { Phones } from '../faults/phones';
import type { Bench, FaultRow } from '../faults/row';
import { byId, credentialType, triggerWorkflow } from '../support/n8n/workflows';
import type { SoakAccount, SoakFault, SoakSystem } from './system';

const ALICE = 'alice@example.net';

/** s; as in the fault table's real n8n. */
const EVENT_TIMEOUT = 8;

const EVENTS_PER_SECOND = 8;

/** Rows that need nothing but a simulator under load: no settings, clock, DNS or relay of their own. */
const isPlain = ({ simulator, relayed, host, hurry, parameters, options, ...row }: FaultRow) =>
	[simulator, relayed, host, hurry, parameters, options, row.before, row.within, row.check].every(
		(own) => own === undefined,
	);

const rows: readonly FaultRow[] = [
	...connectionRows,
	...channelRows,
	// The others are about n8n itself, which the soak restarts for all systems at once.
	...machineRows.filter(({ realToo, name }) => realToo && name.startsWith('server')),
].filter(isPlain);

/** BroadWorks by its streaming channel, with the rows of the fault table. */
export class BroadWorksSoak implements SoakSystem {
	readonly name = 'BroadWorks, channel';

	readonly faults: readonly SoakFault[];

	/** Epoch ms at which the load began. */
	private began = 0;

	private constructor(
		private readonly phones: Phones,
		private readonly ledger: Ledger,
	) {
		const bench = {
			phones,
			wait: async (seconds: number) => await pause(seconds * 1_000),
			// What a row looks at besides the books is about a fault that comes alone.
			complain: () => undefined,
		};
		this.faults = rows.map((row) => ({
			name: row.name,
			// No row that is left here asks for n8n.
			inject: async () => await row.inject(bench as unknown as Bench as never),
		}));
	}

	static async start(): Promise<BroadWorksSoak> {
		const ledger = new Ledger();
		const phones = await Phones.start({ eventTimeout: EVENT_TIMEOUT * 1_000 }, ledger);
		return new BroadWorksSoak(phones, ledger);
	}

	async install(api: N8nApi): Promise<string> {
		const credential = await api.createCredential(this.name, credentialType, {
			serverUrl: `http://127.0.0.1:${this.phones.port}`,
			authentication: 'basic',
			userId: 'admin@example.net',
			password: 'secret',
		});
		const workflow = triggerWorkflow(credential, {
			triggerOn: 'callEvent',
			delivery: 'channel',
			targetType: 'user',
			userId: byId(ALICE),
			type: [],
			output: 'connector',
			options: { eventTimeout: EVENT_TIMEOUT, recoverMissedCalls: true, connectionItems: true },
		});
		const { id } = await api.createWorkflow({ ...workflow, name: this.name });
		await api.activate(id);
		return id;
	}

	beginLoad(factor: number): void {
		this.began = Date.now();
		this.phones.beginLoad([ALICE], EVENTS_PER_SECOND * factor);
	}

	async endLoad(): Promise<void> {
		await this.phones.endLoad();
	}

	async isListening(): Promise<boolean> {
		const { channels, subscriptions } = this.phones.world;
		return await Promise.resolve(channels.all().length > 0 && subscriptions.all().length > 0);
	}

	outstanding(executions: readonly ExecutionRecord[]): number {
		return this.ledger.outstanding(executions, true).length;
	}

	account(executions: readonly ExecutionRecord[]): SoakAccount {
		const told = this.ledger.account(executions, this.began, true);
		const { events, executions: begun, lost, firstLost, doubled, firstDoubled } = told;
		return {
			events,
			executions: begun,
			lost: named(lost, firstLost),
			doubled: named(doubled, firstDoubled),
			givenUp: 0,
			recovered: told.recoveredCalls,
		};
	}

	left(): number {
		const { channels, subscriptions } = this.phones.world;
		return channels.all().length + subscriptions.all().length;
	}

	async close(): Promise<void> {
		await this.phones.close();
	}
}

/** So many, of which the first have names. */
function named(count: number, names: readonly string[] = []): string[] {
	return Array.from({ length: count }, (_, index) => names[index] ?? 'one more');
}
