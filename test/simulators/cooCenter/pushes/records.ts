import type { PushedEvent } from './pushBody';
import type { CallState } from '../state';
import type { CooCenterWorld } from '../world';

/** How a call ended. */
export interface Ending {
	/** `caller` or `agent`. */
	side: 'caller' | 'agent';
	missCause?: string;
}

const seconds = (from: number | undefined, to: number) =>
	from === undefined ? 0 : Math.round((to - from) / 1000);

/** Where the recording of a call lies below the monitor folder; empty when nobody talked. */
export function recordingPath(world: CooCenterWorld, call: CallState): string {
	if (call.answeredAt === undefined) return '';
	const day = world.localTime(call.startedAt).slice(0, 10).replaceAll('-', '');
	return `${day}/${call.id}.wav`;
}

/** A leg begins to ring. Generation 1 misspells the event. */
export function dialBegin(world: CooCenterWorld, call: CallState): PushedEvent {
	const event: PushedEvent = {
		event: world.settings.generation === 1 ? 'dialbegein' : 'dialbegin',
		timestamp: `${(world.now() / 1000).toFixed(6)}`,
		channel: call.channel,
		calleridnum: call.caller,
		destchannel: call.destChannel,
		destcalleridnum: call.callee,
		destuniqueid: call.destId,
		dialstring: call.destChannel.replace(/-[0-9a-f]+$/, ''),
		uniqueid: call.id,
	};
	return world.settings.generation === 1 ? { ...event, mac: world.settings.mac } : event;
}

export function dialEnd(world: CooCenterWorld, call: CallState, status: string): PushedEvent {
	return {
		event: 'dialend',
		timestamp: `${(world.now() / 1000).toFixed(6)}`,
		channel: call.channel,
		calleridnum: call.caller,
		destchannel: call.destChannel,
		destcalleridnum: call.callee,
		uniqueid: call.id,
		dialstatus: status,
	};
}

export function hangup(call: CallState): PushedEvent {
	return {
		event: 'hangup',
		calleridnum: call.caller,
		calleridname: call.caller,
		connectedlinenum: call.callee,
		connectedlinename: call.callee,
		uniqueid: call.id,
	};
}

/** The call record; members and words differ between the generations. */
export function cdr(world: CooCenterWorld, call: CallState): PushedEvent {
	const now = world.now();
	const answered = call.answeredAt === undefined ? '' : world.localTime(call.answeredAt);
	if (world.settings.generation === 2) {
		const type = { inbound: 'incoming', outbound: 'outgoing', internal: 'internal' };
		const file = recordingPath(world, call);
		return {
			event: 'cdr',
			srcname: call.caller,
			src: call.caller,
			dstname: call.callee,
			dst: call.callee || call.dialed,
			start: world.localTime(call.startedAt),
			answer: answered,
			end: world.localTime(now),
			billsec: String(seconds(call.answeredAt, now)),
			sessionlevel: '1',
			calltype: type[call.direction],
			record_filename: file && `asterisk/monitor/recording/${file}`,
			status: call.answeredAt === undefined ? 'NOANSWER' : 'ANSWER',
			uniqueid: call.id,
		};
	}
	return {
		event: 'cdr',
		callerid: `"${call.caller}" <${call.caller}>`,
		source: call.caller,
		destination: call.callee || call.dialed,
		starttime: world.localTime(call.startedAt),
		answertime: answered,
		endtime: world.localTime(now),
		disposition: call.answeredAt === undefined ? 'NO ANSWER' : 'ANSWERED',
		duration: String(seconds(call.startedAt, now)),
		billableseconds: String(seconds(call.answeredAt, now)),
		calltype: call.direction === 'internal' ? '' : call.direction,
		recordfile: recordingPath(world, call),
		uniqueid: call.id,
	};
}

/** The record of the call centre. Most numbers are text, two are numbers, as the vendor prints it. */
export function ccCdr(world: CooCenterWorld, call: CallState, ending: Ending): PushedEvent {
	const now = world.now();
	const talked = call.answeredAt !== undefined;
	return {
		event: 'cc_cdr',
		uuid: call.id,
		caller: call.caller,
		called: call.callee || call.dialed,
		queueCode: call.queue ?? '',
		agentCode: call.callee,
		callType: call.direction === 'inbound' ? 'incoming' : 'outgoing',
		cdrState: talked ? 'bridged' : 'queue',
		hangupSide: ending.side,
		hangupCause: 'ANALOG ANALOG_EVENT_ONHOOK',
		startTime: world.localTime(call.startedAt),
		endTime: world.localTime(now),
		duration: String(seconds(call.startedAt, now)),
		queueTime: String(seconds(call.startedAt, call.answeredAt ?? now)),
		feedbackTime: '0',
		ivrTime: '',
		ringTime: String(seconds(call.ringingAt, call.answeredAt ?? now)),
		holdTime: 0,
		pauseTime: 0,
		talkingTime: String(seconds(call.answeredAt, now)),
		voicemailState: '0',
		ivrId: '',
		ivrName: '',
		ivrDtmf: '0',
		fwType: '',
		score: '0',
		trunkNumber: '',
		forwardNumber: '',
		filePath: recordingPath(world, call),
		missCause: talked ? '' : (ending.missCause ?? 'NO_AGENT_ANSWER'),
		mac: world.settings.mac,
	};
}

/** A step in the automatic attendant; `mac` has a blank behind it in the vendor's sample. */
export function ivrStep(world: CooCenterWorld, caller: string, queue: string): PushedEvent {
	return {
		event: 'ivr',
		uuid: world.nextId(),
		caller,
		called: '',
		callType: 'IN',
		queueCode: queue,
		startTime: world.localTime(world.now() - 3000),
		endTime: world.localTime(),
		duration: '3',
		ivrId: '610',
		ivrName: world.settings.pushForm === 'gb18030' ? '工作时间' : 'working time',
		ivrDtmf: '0',
		trunkNumber: '123456',
		mac: `${world.settings.mac} `,
	};
}
