import { setTimeout as pause } from 'node:timers/promises';

import type { N8nApi } from '../../n8n-driver/rest/api';
import type { ExecutionRecord } from '../faults/n8n';
import { Books } from '../ringCentral/faults/books';
import {
	ringCentralRows,
	type RingCentralBench,
	type RingCentralRow,
} from '../ringCentral/faults/rows';
import { jwtData } from '../ringCentral/n8n/support/ringCentral';
import { ringCentralTrigger } from '../ringCentral/n8n/support/ringCentralTrigger';
import { startRingCentralSimulator, type RingCentralSimulator } from '../simulators/ringCentral';
import { Loading } from './loading';
import type { SoakAccount, SoakFault, SoakSystem } from './system';

const CUSTOMER = '+14155550100';

/** Each is four events. */
const CALLS_PER_SECOND = 0.5;

/** High enough that nothing waits for its turn. */
const RATE_LIMITS = { light: 10_000, medium: 10_000, heavy: 10_000, auth: 10_000 };

/**
 * s from one end of a token to the next: where tokens end sooner again and again, another program takes their place,
 * and the login takes turns with it (docs/protocols/ringcentral.md#tokens).
 */
const TOKENS_APART = 330;

type Delivery = RingCentralRow['delivery'];

/** Rows that need nothing but a simulator; the storm reads the log of the small n8n. */
const isPlain = ({ simulator, callsPerSecond, name }: RingCentralRow) =>
	simulator === undefined && callsPerSecond === undefined && !name.includes('429');

/** RingCentral by one of its deliveries, with the rows of the fault table. */
export class RingCentralSoak implements SoakSystem {
	readonly name: string;

	readonly faults: readonly SoakFault[];

	private readonly books = new Books();

	private readonly loading = new Loading();

	private beganAt = 0;

	private constructor(
		private readonly delivery: Delivery,
		private readonly simulator: RingCentralSimulator,
	) {
		this.name = `RingCentral, ${delivery}`;
		const bench = {
			control: simulator.world.control,
			wait: async (seconds: number) => await pause(seconds * 1_000),
			// What a row looks at besides the books is about a fault that comes alone.
			complain: () => undefined,
		};
		this.faults = ringCentralRows
			.filter((row) => row.delivery === delivery && isPlain(row))
			.map((row) => ({
				name: row.name.replace(/^RingCentral \w+: /, ''),
				apart: row.name.includes('token') ? TOKENS_APART : undefined,
				inject: async () => await row.inject(bench as unknown as RingCentralBench),
			}));
	}

	static async start(delivery: Delivery): Promise<RingCentralSoak> {
		const simulator = await startRingCentralSimulator({
			logDelay: 300,
			rateLimits: RATE_LIMITS,
			// The vendor waits 3 s; an n8n that shares a busy machine may take longer.
			webhookTimeout: 15_000,
		});
		return new RingCentralSoak(delivery, simulator);
	}

	async install(api: N8nApi): Promise<string> {
		const credential = await api.createCredential(
			this.name,
			'ringCentralJwtApi',
			jwtData(this.simulator),
		);
		const { definition } = ringCentralTrigger(credential, {
			triggerOn: 'telephonySession',
			delivery: this.delivery,
			targetType: 'extension',
			extensionIds: [],
			direction: 'Inbound',
			type: [],
			options: { recoverMissedCalls: true, connectionItems: true, checkInterval: 5 },
		});
		const { id } = await api.createWorkflow({ ...definition, name: this.name });
		await api.activate(id);
		return id;
	}

	beginLoad(factor: number): void {
		const { control } = this.simulator.world;
		this.beganAt = Date.now();
		this.loading.begin(CALLS_PER_SECOND * factor, () => {
			const { telephonySessionId } = control.place({ from: CUSTOMER, to: 'alice' });
			this.books.enter(telephonySessionId);
			control.answer(telephonySessionId);
			control.hangUp(telephonySessionId);
		});
	}

	async endLoad(): Promise<void> {
		await this.loading.end();
	}

	async isListening(): Promise<boolean> {
		return await Promise.resolve(this.simulator.world.control.hub.subscriptions.live().length > 0);
	}

	outstanding(executions: readonly ExecutionRecord[]): number {
		return this.books.outstanding(executions, true).length;
	}

	account(executions: readonly ExecutionRecord[]): SoakAccount {
		// An execution that crashed with n8n has told its events, and may be followed by one that does it again.
		const whole = executions.filter(({ status }) => status !== 'crashed');
		const { events, executions: begun, recoveredCalls } = this.told(executions);
		return {
			events,
			executions: begun,
			lost: this.books
				.outstanding(executions, true)
				.map((id) => `call ${id} of ${this.secondOf(id)} s`),
			doubled: this.books.doubled(whole),
			givenUp: 0,
			recovered: recoveredCalls,
		};
	}

	/** s of the load at which a call began. */
	private secondOf(id: string): string {
		return ((this.books.madeAt(id) - this.beganAt) / 1000).toFixed(1);
	}

	private told(executions: readonly ExecutionRecord[]) {
		return this.books.account(executions, Date.now(), true);
	}

	left(): number {
		return this.simulator.world.control.hub.subscriptions.list().length;
	}

	async close(): Promise<void> {
		await this.simulator.close();
	}
}
