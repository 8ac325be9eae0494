import { readEvent } from '../../../../nodes/BroadWorks/client/channel/decode';
import {
	DEFAULT_PATHS,
	type XsiConnection,
} from '../../../../nodes/BroadWorks/client/transport/connection';
import { TelephonyError, type ErrorKind } from '../../../../nodes/shared/core/errors';
import { FakeClock } from '../../../support/fakes/fakeClock';
import { FakeHttp } from '../../../support/fakes/fakeHttp';
import { FakeRandom } from '../../../support/fakes/fakePorts';

export const ACTIONS = '/com.broadsoft.xsi-actions';
export const EVENTS = '/com.broadsoft.xsi-events';

/** A connection whose four ports are fakes. */
export function fakeConnection(random: number[] = [0]): XsiConnection & {
	http: FakeHttp;
	clock: FakeClock;
} {
	const clock = new FakeClock();
	return {
		server: { url: 'https://xsp.example.net', ...DEFAULT_PATHS },
		http: new FakeHttp(clock),
		clock,
		random: new FakeRandom(random),
	};
}

/** The TelephonyError that `work` ends with; fails the test when it ends otherwise. */
export async function telephonyError(
	work: Promise<unknown>,
	kind?: ErrorKind,
): Promise<TelephonyError> {
	const outcome = await work.then(
		() => new Error('It did not fail'),
		(error: unknown) => error as Error,
	);
	expect(outcome).toBeInstanceOf(TelephonyError);
	const error = outcome as TelephonyError;
	if (kind !== undefined) expect(error.kind).toBe(kind);
	return error;
}

/** An ErrorInfo body with the given English text and code. */
export function errorInfo(text: string, code: string): string {
	return `<ErrorInfo xmlns="http://schema.broadsoft.com/xsi"><summary>lokal</summary><summaryEnglish>${text}</summaryEnglish><errorCode>${code}</errorCode></ErrorInfo>`;
}

export interface EventParts {
	id: string;
	subscription: string;
	type?: string;
	sequence?: number;
	data?: string;
	target?: string;
}

/** The connector fields of an event document. */
export const fieldsOf = (xml: string) => readEvent(xml).fields;

/** An event in the wire form of docs/protocols/broadworks.md#event-envelope. */
export function eventXml({
	id,
	subscription,
	type = 'DoNotDisturbEvent',
	sequence = 1,
	data = '<xsi:info><xsi:active>true</xsi:active></xsi:info>',
	target = 'alice@example.net',
}: EventParts): string {
	return (
		'<?xml version="1.0" encoding="UTF-8"?><xsi:Event xmlns:xsi="http://schema.broadsoft.com/xsi" xmlns:xsi1="http://www.w3.org/2001/XMLSchema-instance" xsi1:type="xsi:SubscriptionEvent">' +
		`<xsi:eventID>${id}</xsi:eventID><xsi:sequenceNumber>${sequence}</xsi:sequenceNumber><xsi:userId>admin@example.net</xsi:userId><xsi:externalApplicationId>n8n-demo</xsi:externalApplicationId><xsi:subscriptionId>${subscription}</xsi:subscriptionId><xsi:channelId>c1</xsi:channelId><xsi:targetId>${target}</xsi:targetId>` +
		`<xsi:eventData xsi1:type="xsi:${type}">${data}</xsi:eventData></xsi:Event>`
	);
}

export function channelTerminatedXml(reason: string): string {
	return `<?xml version="1.0" encoding="UTF-8"?><xsi:Event xmlns:xsi="http://schema.broadsoft.com/xsi" xmlns:xsi1="http://www.w3.org/2001/XMLSchema-instance" xsi1:type="xsi:ChannelTerminatedEvent"><xsi:channelId>c1</xsi:channelId><xsi:reason>${reason}</xsi:reason></xsi:Event>`;
}

export const HEARTBEAT = '<ChannelHeartBeat xmlns="http://schema.broadsoft.com/xsi"/>';
