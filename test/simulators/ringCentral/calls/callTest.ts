import type { RingCentralSimulatorOptions } from '../index';
import type { EventParty } from '../subscriptions/receiver';
import { TestClient, type Answer } from '../testClient';

export const OUTSIDE = '+14155550199';
export const TELEPHONY = '/restapi/v1.0/account/~/telephony';
export const sessionPath = (id: string) => `${TELEPHONY}/sessions/${id}`;

/** A telephony event in short: number of the party, its status and reason. */
export type Step = string;

/** Telephones and clients of the simulator, with nobody who answers by himself. */
export class CallTest {
	private constructor(readonly client: TestClient) {}

	static async start(options: RingCentralSimulatorOptions = {}): Promise<CallTest> {
		return new CallTest(
			await TestClient.start({ outsideAnswers: null, autoPickUp: null, ...options }),
		);
	}

	get control() {
		return this.client.world.control;
	}

	/** Bodies of the telephony events of a session so far. */
	bodies(sessionId: string) {
		return this.client.events
			.filter(({ path }) => path.endsWith('/telephony/sessions'))
			.map(({ body }) => body)
			.filter(({ telephonySessionId }) => telephonySessionId === sessionId);
	}

	/** The parties that were told, in order. */
	told(sessionId: string): EventParty[] {
		return this.bodies(sessionId).flatMap(({ parties }) => parties as EventParty[]);
	}

	/** `2 Answered`, `1 Disconnected BlindTransfer`, ... Only those after `skip`. */
	steps(sessionId: string, skip = 0): Step[] {
		return this.told(sessionId)
			.slice(skip)
			.map(({ id, status: { code, reason } }) =>
				[id.split('-').at(-1), code, reason].filter((item) => item !== undefined).join(' '),
			);
	}

	/** A request on a party, by a user. */
	async party(
		sessionId: string,
		number: number,
		action: string,
		json?: unknown,
		as?: string,
	): Promise<Answer> {
		const partyId = `p-${sessionId.slice(2)}-${number}`;
		const method = action === '' ? 'GET' : 'POST';
		const path = `${sessionPath(sessionId)}/parties/${partyId}${action && `/${action}`}`;
		return await this.client.send(method, path, { json, as });
	}

	/** A call that was answered. */
	answered(from: string, to: string): string {
		const { telephonySessionId } = this.control.place({ from, to });
		this.control.answer(telephonySessionId);
		return telephonySessionId;
	}

	/** The legs of a call's record, in short; moves the clock to where it is written. */
	log(sessionId: string): string[] {
		this.client.clock.advance(this.client.world.options.logDelay);
		const call = this.client.world.callLog.bySession(sessionId);
		if (!call) throw new Error('There is no record');
		return call.legs.map(({ extensionId, direction, action, result }) => {
			const login = this.client.world.people.extensions.get(extensionId ?? '')?.login;
			return `${login ?? 'outside'}: ${direction} ${action} ${result ?? '-'}`;
		});
	}

	/** Ends it; fails when something went over the wire that the OpenAPI file does not know. */
	async stop(): Promise<void> {
		expect(await this.client.stop()).toEqual([]);
	}
}
