import type { World } from '../../../simulators/ringCentral';
import type { CallLeg } from '../../../simulators/ringCentral/callLog/callLog';
import { ids } from './ringCentral';

/** Somebody outside the account. */
export const customer = { phoneNumber: '+14155550100', name: 'Jordan Smith' };

const MINUTE = 60_000;

export interface LoggedCallOptions {
	user?: keyof typeof ids;
	direction?: 'Inbound' | 'Outbound';
	result?: string;
	type?: 'Voice' | 'Fax';
	/** Minutes before now. */
	minutesAgo?: number;
	/** s. */
	duration?: number;
	transport?: 'PSTN' | 'VoIP';
	recorded?: 'Automatic' | 'OnDemand';
	/** Further legs of these users. */
	others?: Array<keyof typeof ids>;
}

let last = 0;

/** Puts a finished call into the log, and gives its telephony session. */
export function logCall(world: World, options: LoggedCallOptions = {}): string {
	const { user = 'alice', direction = 'Inbound', result = 'Accepted', others = [] } = options;
	const { minutesAgo = 10, duration = 60, type, transport, recorded } = options;
	last += 1;
	const telephonySessionId = `s-test${String(last).padStart(6, '0')}`;
	const numberOf = (login: keyof typeof ids) => {
		const extension = world.people.get(ids[login]);
		return {
			phoneNumber: extension.directNumber,
			extensionId: extension.id,
			name: extension.name,
		};
	};
	const legOf = (login: keyof typeof ids): CallLeg => ({
		extensionId: ids[login],
		type,
		direction,
		action: 'Phone Call',
		result,
		legType: 'Accept',
		startTime: world.now() - minutesAgo * MINUTE,
		durationMs: duration * 1_000,
		from: direction === 'Inbound' ? customer : numberOf(login),
		to: direction === 'Inbound' ? numberOf(login) : customer,
		transport,
	});
	const legs = [user, ...others].map(legOf);
	if (recorded !== undefined) {
		legs[0].recordingId = world.recordings.add({ type: recorded, owners: [ids[user]] }).id;
	}
	world.callLog.add({ sessionId: String(400_000 + last), telephonySessionId, legs });
	return telephonySessionId;
}
