import type { NewLoggedCall } from '../callLog/callLog';
import type { ActiveCall, RunningCalls } from '../world';
import type { Calls } from './calls';
import { loggedCall } from './log';
import type { End, Party } from './model';

function telephonyStatus({ code, direction }: Party): ActiveCall['telephonyStatus'] {
	if (code === 'Hold') return 'OnHold';
	if (code === 'Parked') return 'ParkedCall';
	if (code === 'Answered' || direction === 'Outbound') return 'CallConnected';
	return 'Ringing';
}

const end = (name: 'from' | 'to', { phoneNumber, name: person }: End) => ({
	...(phoneNumber === undefined ? {} : { [name]: phoneNumber }),
	...(person === undefined ? {} : { [`${name}Name`]: person }),
});

/** What presence and the lists of active calls see of the calls. */
export class CallsInProgress implements RunningCalls {
	constructor(private readonly calls: Calls) {}

	of(extensionId: string): ActiveCall[] {
		const { world } = this.calls;
		return this.calls
			.partiesOf(extensionId)
			.filter(({ code }) => code !== 'VoiceMail')
			.map((party) => ({
				id: party.session.hex,
				direction: party.direction,
				queueCall: party.queueCall,
				...end('from', party.from),
				...end('to', party.to),
				telephonyStatus: telephonyStatus(party),
				sipData: {
					toTag: party.id,
					fromTag: party.session.sessionId,
					remoteUri: '-',
					localUri: '-',
				},
				startTime: world.iso(party.startedAt),
				sessionId: party.session.sessionId,
				telephonySessionId: party.session.id,
				partyId: party.id,
			}));
	}

	records(): NewLoggedCall[] {
		return [...this.calls.sessions.values()]
			.map((session) => loggedCall(this.calls.world, session).call)
			.filter(({ legs }) => legs.length > 0);
	}
}
