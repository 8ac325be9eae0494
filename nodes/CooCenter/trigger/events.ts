import type { EventEntry } from '../../shared/trigger/eventCatalogue';
import { KINDS, type PushKind } from '../client/pushes/kinds';

/** An entry whose name is the kind of event the client reads. */
export interface PushEventEntry extends EventEntry<never> {
	name: PushKind;
}

const leg = {
	timestamp: '1534993059.785012',
	channel: 'DAHDI/i1/18782985586-51',
	calleridnum: '18782985586',
	destchannel: 'SIP/886-00000065',
	destcalleridnum: '886',
	uniqueid: '1534993030.626',
};

/** What people read of each kind of push (docs/protocols/coocenter.md#pushes); times as with the zone Asia/Shanghai. */
const entries: Record<PushKind, Omit<PushEventEntry, 'name' | 'types' | 'targets'>> = {
	dialBegin: {
		label: 'Dial Begin',
		action: 'On phone starting to ring',
		description: 'A telephone begins to ring',
		fixture: 'cooCenter/push.dialbegein.json',
		sample: { event: 'dialbegein', ...leg, dialstring: 'SIP/886', mac: '68:69:2e:05:0f:9a' },
	},
	dialEnd: {
		label: 'Dial End',
		action: 'On phone answered or no longer ringing',
		description: 'A telephone stopped ringing: it was answered, or nobody came',
		fixture: 'cooCenter/push.dialend.json',
		sample: { event: 'dialend', ...leg, dialstatus: 'hangup' },
	},
	hangup: {
		label: 'Hang Up',
		action: 'On call hung up',
		description: 'A call was hung up',
		fixture: 'cooCenter/push.hangup.json',
		sample: {
			event: 'hangup',
			calleridnum: '808',
			calleridname: '808',
			connectedlinenum: '809',
			connectedlinename: '809',
			uniqueid: '1325747409.260',
		},
	},
	extensionStatus: {
		label: 'Extension Status',
		action: 'On extension status changed',
		description: 'An extension became idle, in use, busy, offline, ringing or held',
		fixture: 'cooCenter/push.extensionstatus.json',
		sample: { event: 'extensionstatus', exten: '808', status: 0, statustext: 'Idle' },
	},
	ivr: {
		label: 'IVR Step',
		action: 'On IVR step taken by a caller',
		description: 'A caller went through a step of the automatic attendant',
		fixture: 'cooCenter/push.ivr.json',
		sample: {
			event: 'ivr',
			uuid: '1541643689.15',
			caller: '810',
			callerNumber: '810',
			called: null,
			callType: 'IN',
			direction: 'inbound',
			queueCode: '630',
			startTime: '2018-11-08T10:21:29+08:00',
			startTimeUtc: '2018-11-08T02:21:29.000Z',
			duration: 3,
			ivrId: '610',
			ivrName: 'working time',
			ivrDtmf: '0',
			mac: '68:69:2e:03:8b:3e',
		},
	},
	callRecord: {
		label: 'Call Record',
		action: 'On call ended, with its record',
		description: 'A call has ended: the record of every call (cdr)',
		fixture: 'cooCenter/push.cdr.json',
		sample: {
			event: 'cdr',
			callerid: '"808" <808>',
			source: '808',
			destination: '809',
			starttime: '2012-01-05T15:10:09+08:00',
			starttimeUtc: '2012-01-05T07:10:09.000Z',
			disposition: 'ANSWERED',
			duration: 2,
			billableseconds: 1,
			calltype: null,
			direction: 'internal',
			answered: true,
			uniqueid: '1325747409.260',
		},
	},
	queueCallRecord: {
		label: 'Queue Call Record',
		action: 'On queue call ended or missed',
		description: 'A call of the call center has ended, or was missed (cc_cdr)',
		fixture: 'cooCenter/push.cc_cdr.missed.json',
		sample: {
			event: 'cc_cdr',
			uuid: '1541415929.807',
			caller: '85322361',
			callerNumber: '85322361',
			called: '100',
			queueCode: '630',
			agentCode: '100',
			callType: 'incoming',
			direction: 'inbound',
			answered: false,
			cdrState: 'queue',
			startTime: '2018-11-05T19:05:31+08:00',
			startTimeUtc: '2018-11-05T11:05:31.000Z',
			duration: 8,
			queueTime: 7,
			talkingTime: 0,
			voicemailState: false,
			filePath: null,
			missCause: 'MEMBER_CANCEL',
		},
	},
	intercomRecord: {
		label: 'Intercom Record',
		action: 'On intercom call ended',
		description: 'An intercom call has ended (idr, API generation 2)',
		fixture: 'cooCenter/composed.push.idr.json',
		sample: { event: 'idr', src: '1001', dst: '1002', billsec: 12, direction: 'internal' },
	},
	pagingRecord: {
		label: 'Paging Record',
		action: 'On paging call ended',
		description: 'A paging call has ended (pdr, API generation 2)',
		fixture: 'cooCenter/gen2.push.pdr.json',
		sample: {
			event: 'pdr',
			src: '1001',
			dst: ['1010', '1011', '1012', '1013', '1014'],
			start: '2020-07-16T14:32:02+08:00',
			startUtc: '2020-07-16T06:32:02.000Z',
			billsec: 76,
			sessionlevel: 1,
			calltype: 'paging',
			direction: 'internal',
		},
	},
	unknown: {
		label: 'Unknown Event',
		action: 'On any other event',
		description: 'Anything else the PBX pushes, as it came',
		fixture: 'cooCenter/composed.push.unknown.json',
		sample: { event: 'queuememberpause', queue: '630', member: 'sip/808', paused: '1' },
	},
};

/** Each kind once, in the order of `entries`. */
export const events: readonly PushEventEntry[] = (Object.keys(entries) as PushKind[]).map(
	(name) => ({ ...entries[name], name, types: KINDS[name].wire, targets: [] }),
);
