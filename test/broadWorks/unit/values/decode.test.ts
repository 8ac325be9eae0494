import { readEvent } from '../../../../nodes/BroadWorks/client/channel/decode';
import { TelephonyError } from '../../../../nodes/shared/core/errors';
import { fixture } from '../../../support/fixtures';
import { eventXml, fieldsOf } from '../support/xsi';

const composed = (name: string) => fieldsOf(fixture(`composed/event-${name}.xml`));

/** The envelope of the composed fixtures as it stands in the fields. */
const envelope = (
	sequenceNumber: number,
	subscriptionId = '5ab50000-0000-4000-8000-000000000001',
) => ({
	sequenceNumber,
	userId: 'admin@example.net',
	externalApplicationId: 'n8n-demo',
	subscriptionId,
	channelId: 'c0ffee00-0000-4000-8000-000000000001',
});

describe('connector fields of each trigger of the BluIP connector', () => {
	it('call event', () => {
		expect(composed('call-received')).toEqual({
			type: 'CallReceivedEvent',
			eventId: '000000e0-0000-4000-8000-000000000005',
			targetId: 'alice@example.net',
			callId: 'callhalf-31126219817:0',
			extTrackingId: '129987974:2',
			networkCallId: 'BW1230021234567890@192.0.2.10',
			personality: 'Terminator',
			state: 'Alerting',
			remoteParty: {
				name: 'Jordan Smith',
				address: { '#text': 'tel:+15550100', countryCode: '1' },
				callType: 'Network',
			},
			endpoint: { type: 'AccessEndpoint', addressOfRecord: 'alice@example.net' },
			appearance: 2,
			allowAnswer: '',
			startTime: 1568204580687,
			allowedRecordingControls: 'record',
			securityClassification: 'Unclassified',
			...envelope(4),
		});
	});

	it('call event of a released call, with codes that have leading zeros', () => {
		expect(composed('call-released')).toMatchObject({
			type: 'CallReleasedEvent',
			releaseCause: {
				internalReleaseCause: 'Temporarily Unavailable',
				cdrTerminationCause: '016',
			},
			releasingParty: 'remoteRelease',
			answerTime: 1568204585231,
			releaseTime: 1568204620298,
		});
	});

	it('call event with several calls', () => {
		const fields = composed('call-subscription-two-calls');
		expect(fields.hookStatus).toBe('Off-Hook');
		expect(fields.call).toMatchObject([
			{ callId: 'callhalf-31126219817:0', state: 'Active' },
			{
				callId: 'callhalf-31126219700:0',
				remoteParty: {
					userDN: { '#text': 'tel:+15550102', countryCode: '1' },
					address: { '#text': 'tel:2002' },
				},
				allowRetrieve: '',
				heldTime: 1568204579687,
			},
		]);
		expect(fields).not.toHaveProperty('calls');
	});

	it('call event with one call in a list: still a list', () => {
		expect(composed('call-redirected').call).toMatchObject([
			{
				detachedTime: 1568204605894,
				redirect: {
					address: { '#text': 'tel:+15550177', countryCode: '1' },
					reason: 'transfer',
					redirectTime: 1568204605894,
				},
			},
		]);
	});

	it('hook status', () => {
		expect(composed('hookstatus-offhook')).toMatchObject({
			type: 'HookStatusEvent',
			hookStatus: 'Off-Hook',
			targetId: 'alice@example.net',
		});
	});

	it('call center agent ACD state', () => {
		const fields = composed('agentstate-unavailable');
		expect(fields).toEqual({
			type: 'AgentStateEvent',
			eventId: fields.eventId,
			targetId: fields.targetId,
			state: 'Unavailable',
			stateTimestamp: { value: 1568212016997 },
			unavailableCode: 2,
			signInTimestamp: 1568211999000,
			totalAvailableTime: 17,
			averageWrapUpTime: { value: 0 },
			...envelope(fields.sequenceNumber as number, fields.subscriptionId as string),
		});
	});

	it('call center queue', () => {
		const fields = composed('queue-answered');
		expect(fields).toEqual({
			type: 'ACDCallAnsweredByAgentEvent',
			eventId: fields.eventId,
			targetId: fields.targetId,
			callId: 'callhalf-31139148485:0',
			extTrackingId: '130080177:2',
			remoteParty: {
				name: 'Jordan Smith',
				address: { '#text': 'tel:+18185550109', countryCode: '1', npa: '818', nxx: '555' },
				callType: 'Network',
			},
			addTime: 1568213984179,
			removeTime: 1568213990637,
			acdName: 'Demo Queue',
			acdNumber: { '#text': 'tel:+17025550181', countryCode: '1', npa: '702', nxx: '555' },
			acdPriority: '3-Low',
			addTimeInPriorityBucket: 1568213984179,
			answeringUserId: 'alice@example.net',
			answeringCallId: 'callhalf-31139148489:0',
			...envelope(fields.sequenceNumber as number, fields.subscriptionId as string),
		});
	});

	it('call center queue: what stands beside the entry stays', () => {
		expect(composed('queue-added')).toMatchObject({ type: 'ACDCallAddedEvent', position: 1 });
	});

	it('call center monitoring', () => {
		const fields = composed('monitoring');
		expect(fields).toEqual({
			type: 'CallCenterMonitoringEvent',
			eventId: fields.eventId,
			targetId: fields.targetId,
			averageHandlingTime: { value: 0 },
			expectedWaitTime: { value: 0 },
			averageSpeedOfAnswer: { value: 14622 },
			longestWaitTime: { value: 5005 },
			numCallsInQueue: { value: 1 },
			numAgentsAssigned: 1,
			numAgentsStaffed: 1,
			numStaffedAgentsIdle: 0,
			numStaffedAgentsUnavailable: 0,
			...envelope(fields.sequenceNumber as number, fields.subscriptionId as string),
		});
	});

	it('voicemail message summary, where a missing count is 0', () => {
		const counts = { oldMessages: 0, newUrgentMessages: 0, oldUrgentMessages: 0 };
		expect(composed('vm-summary')).toMatchObject({ ...counts, newMessages: 1, oldMessages: 2 });
		expect(composed('vm-summary-empty')).toMatchObject({ ...counts, newMessages: 0 });
		expect(composed('vm-summary-empty')).not.toHaveProperty('messageSummary');
	});

	it('do not disturb', () => {
		const fields = composed('dnd-on');
		expect(fields).toEqual({
			type: 'DoNotDisturbEvent',
			eventId: fields.eventId,
			targetId: fields.targetId,
			active: true,
			ringSplash: false,
			...envelope(fields.sequenceNumber as number, fields.subscriptionId as string),
		});
		expect(composed('dnd-unassigned')).toMatchObject({ unassigned: '' });
	});

	it('raw event of any package', () => {
		expect(composed('cfa')).toMatchObject({
			type: 'CallForwardingAlwaysEvent',
			active: true,
			forwardToPhoneNumber: { '#text': 'tel:+15550155', countryCode: '1' },
			ringSplash: false,
		});
	});
});

describe('what real servers of other releases send', () => {
	it('reads plain numbers of 2014 as the nested values of today', () => {
		expect(fieldsOf(fixture('riis-event-agentstate-old-format.xml'))).toMatchObject({
			state: 'Available',
			stateTimestamp: { value: 1412607268159 },
			signInTimestamp: 1412607266974,
			totalAvailableTime: 0,
			averageWrapUpTime: { value: 0 },
		});
		expect(fieldsOf(fixture('riis-event-monitoring-old-format.xml'))).toMatchObject({
			averageHandlingTime: { value: 0 },
			expectedWaitTime: { value: 0 },
			averageSpeedOfAnswer: { value: 0 },
			longestWaitTime: { value: 0 },
			numCallsInQueue: { value: 0 },
			numAgentsAssigned: 27,
			numAgentsStaffed: 11,
			numStaffedAgentsUnavailable: 9,
		});
	});

	it('passes an unknown type and a word in place of a number', () => {
		expect(fieldsOf(fixture('lb-event-unknown-type.xml'))).toMatchObject({
			type: 'CallCenterMonitoringEventBLAAT',
			averageHandlingTime: { value: 'BLAAT' },
			numCallsInQueue: { value: 5 },
			numAgentsAssigned: 6,
		});
	});

	it('keeps both calls of a document that has two without a list around', () => {
		const fields = fieldsOf(fixture('bf-event-calloriginating-clicktodial.xml'));
		expect(fields.call).toMatchObject([
			{ callId: 'callhalf-10201:0', remoteParty: { address: { '#text': 'tel:1012' } } },
			{ personality: 'Click-to-Dial', startTime: 1271253522275 },
		]);
		expect(fields.externalApplicationId).toBe('AppCtlId');
	});

	it('takes the owner for the target where the server leaves the target out', () => {
		const event = readEvent(fixture('chk-event-callsubscription-idle.xml'));
		expect(event).toMatchObject({ targetId: 'username@example.net', sequenceNumber: 1 });
		expect(event.fields).toMatchObject({
			targetId: 'username@example.net',
			userId: 'username@example.net',
			hookStatus: 'On-Hook',
		});
	});

	it('reads an empty queue and an empty list of calls as empty lists or as nothing', () => {
		expect(composed('queue-subscription-empty')).not.toHaveProperty('queueEntries');
		const xml = eventXml({
			id: 'e',
			subscription: 's',
			type: 'CallSubscriptionEvent',
			data: '<xsi:calls/><xsi:hookStatus>On-Hook</xsi:hookStatus>',
		});
		expect(fieldsOf(xml)).toMatchObject({ call: [], hookStatus: 'On-Hook' });
	});

	it('reads an end of the channel, which has no event data and no event id', () => {
		const event = readEvent(fixture('composed/channel-terminated.xml'));
		expect(event).toMatchObject({
			type: 'ChannelTerminatedEvent',
			channelId: 'c0ffee00-0000-4000-8000-000000000001',
			fields: { reason: 'DuplicateChannelSet' },
		});
		expect(event.eventId).toBeUndefined();
		expect(event.fields).not.toHaveProperty('eventId');
	});
});

describe('fields that clash', () => {
	it("never puts the envelope over the event's own", () => {
		const data = '<xsi:info><xsi:userId>bob@example.net</xsi:userId></xsi:info>';
		const fields = fieldsOf(eventXml({ id: 'e', subscription: 's', type: 'XEvent', data }));
		expect(fields).toMatchObject({
			userId: 'bob@example.net',
			envelope: { userId: 'admin@example.net' },
		});
	});

	it('keeps all of both in its order, but for what would hide a method', () => {
		const data =
			'<xsi:targetId xsi1:nil="true"/><xsi:info><xsi:valueOf>1</xsi:valueOf></xsi:info><xsi:info xsi1:type="xsi:Typed"/>';
		const xml = eventXml({ id: 'e', subscription: 's', type: 'XEvent', data })
			.replace(/<xsi:targetId>[^<]*<\/xsi:targetId>|<xsi:userId>[^<]*<\/xsi:userId>/g, '')
			.replace('<xsi:eventData', '<xsi:toString>2</xsi:toString><xsi:eventData');
		const { targetId, info, ...rest } = fieldsOf(xml);
		expect({ targetId, info }).toEqual({
			targetId: null,
			info: [{}, { '#text': '', type: 'Typed' }],
		});
		expect(Object.keys(fieldsOf(xml)).slice(0, 4)).toEqual(['type', 'eventId', 'targetId', 'info']);
		expect(Object.keys(rest)).not.toContain('toString');
		expect(rest).not.toHaveProperty('envelope');
	});

	it("takes the content of a wrapper for the event's own, and says its type beside it", () => {
		const data = (type: string) =>
			`<xsi:monitoringStatus${type}><xsi:numCallsInQueue>5</xsi:numCallsInQueue></xsi:monitoringStatus>`;
		const fields = (type: string) =>
			fieldsOf(eventXml({ id: 'e', subscription: 's', type: 'XEvent', data: data(type) }));
		expect(fields('')).toMatchObject({ type: 'XEvent', numCallsInQueue: { value: 5 } });
		expect(fields(' xsi1:type="xsi:Later"')).toMatchObject({
			type: 'XEvent',
			numCallsInQueue: { value: 5 },
			monitoringStatusType: 'Later',
		});
	});
});

describe('what is not an event', () => {
	it.each([
		['another document', '<Channel xmlns="http://schema.broadsoft.com/xsi"/>'],
		['an event without a type', '<Event xmlns="http://schema.broadsoft.com/xsi"/>'],
		['broken XML', '<Event><a></Event>'],
		['an undeclared prefix', '<xsi:Event xsi1:type="xsi:SubscriptionEvent"/>'],
	])('%s is refused', (_name, xml) => {
		expect(() => fieldsOf(xml)).toThrow(TelephonyError);
		expect(() => fieldsOf(xml)).toThrow(expect.objectContaining({ kind: 'protocolViolation' }));
	});

	it.each(['', 'four', '99999999999999999999', '4</xsi:sequenceNumber><xsi:sequenceNumber>5'])(
		'gives no number of sequence where there is none: %j',
		(text) => {
			const xml = eventXml({ id: 'e', subscription: 's', sequence: 4 });
			expect(readEvent(xml).sequenceNumber).toBe(4);
			expect(readEvent(xml.replace('>4<', `>${text}<`)).sequenceNumber).toBeUndefined();
		},
	);

	it('keeps the document as it came', () => {
		const xml = fixture('composed/event-dnd-on.xml');
		expect(readEvent(xml).xml).toBe(xml);
	});
});
