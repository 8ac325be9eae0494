import type { NumberPlan } from '../../shared/core/e164';
import type { Clock, Http, Log, Random } from '../../shared/core/ports';
import type { RingCentralConnection } from '../client/transport/connection';
import type { RateGroups } from '../client/transport/rateGroups';

/** The connection of a running trigger, which stays the same object when the credential gets another login. */
export class LiveConnection implements RingCentralConnection {
	constructor(
		private client: RingCentralConnection,
		readonly log: Log,
	) {}

	/** The connection with the present login, whatever the login will be later. */
	get present(): RingCentralConnection {
		return { ...this.client, log: this.log };
	}

	/** From now on requests go out with this login. */
	become(client: RingCentralConnection): void {
		this.client = client;
	}

	/** From now on numbers that tell no country are of this plan. */
	inPlan(numberPlan: NumberPlan | undefined): void {
		this.client = { ...this.client, numberPlan };
	}

	get server(): string {
		return this.client.server;
	}

	get http(): Http {
		return this.client.http;
	}

	get numberPlan(): NumberPlan | undefined {
		return this.client.numberPlan;
	}

	get clock(): Clock {
		return this.client.clock;
	}

	get random(): Random {
		return this.client.random;
	}

	get rates(): RateGroups {
		return this.client.rates;
	}
}
