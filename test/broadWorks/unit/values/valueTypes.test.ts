import { elementValue, type XsiObject } from '../../../../nodes/BroadWorks/client/calls/values';
import { parseXml } from '../../../../nodes/shared/core/parsing/xml';
import { fixture } from '../../../support/fixtures';
import { eventXml, fieldsOf } from '../support/xsi';

const value = (xml: string) => elementValue(parseXml(xml)) as XsiObject;

/** The member at a path of names, of a document that consists of nothing but them. */
function inside(path: string, text: string): unknown {
	const names = path.split('/');
	const open = names.map((name) => `<${name}>`).join('');
	const close = [...names]
		.reverse()
		.map((name) => `</${name}>`)
		.join('');
	let found: unknown = value(`${open}${text}${close}`);
	for (const name of names.slice(1)) {
		const member = (found as XsiObject)[name];
		found = Array.isArray(member) ? member[0] : member;
	}
	return found;
}

describe('types are those of the schema', () => {
	it.each([
		['Channel/priority', '1', 1],
		['ChannelSet/channel/priority', '2', 2],
		['ACDPromote/priority', '1', '1'],
		['CallCenter/callCenterList/callCenterDetails/priority', '3', '3'],
		['ACDDNIS/dnisInfoList/dnisInfo/priority', '0', '0'],
		['param/value', '5', '5'],
		['Version/value', '22', '22'],
		['agentStateInfo/stateTimestamp/value', '1568212016997', 1568212016997],
		['stateInfo/averageWrapUpTime/value', '12', 12],
		['monitoringStatus/longestWaitTime/value', '5005', 5005],
		['monitoringStatus/averageACDCallTime/value', '7', 7],
		['monitoringStatus/averageACDOutgoingCallTime', '7', { value: 7 }],
		['alertInfo/timestamp', '1568212016997', { value: 1568212016997 }],
		['alertInfo/timestamp/value', '1568212016997', 1568212016997],
		['acdCallInfo/longestWaitTime', '7', 7],
		['later/value', '5', '5'],
		['later/priority', '5', '5'],
		['Profile/countryCode', '61', '61'],
		['Profile/nationalPrefix', '0', '0'],
		['Profile/passwordExpiresDays', '30', 30],
		['details/extension', '2001', '2001'],
		['details/number', '15550101', '15550101'],
		['details/groupId', '12', '12'],
		['SpeedDial8/speedDial8Entry/speedCode', '2', 2],
		['CallCenter/numberConsecutiveBouncedCallsToForceAgentUnavailable', '3', 3],
		['CallCenter/agentUnavailableCode', '3', '3'],
		['agentStateInfo/unavailableCode', '07', '07'],
		['agentStateInfo/unavailableCode', '0', 0],
		['agentStateInfo/unavailableCode', '12345678901234567890', '12345678901234567890'],
		['call/acdCallInfo/dispositionCode', '12', '12'],
		['enhancedCallLogsExtendedEntry/callLogId', '9007199254740993', '9007199254740993'],
		['messageInfo/time', '1568212016997', 1568212016997],
		['callLogsEntry/time', '2019-09-11T12:23:00+02:00', '2019-09-11T12:23:00+02:00'],
		['call/startTime', '9007199254740993', '9007199254740993'],
		['info/forwardToPhoneNumber', 'tel:2002', { '#text': 'tel:2002' }],
		['ACDForcedForwarding/forwardToPhoneNumber', '2002', '2002'],
		['CallForwardingSelectiveCriteria/forwardToPhoneNumber', '2002', '2002'],
		['locations/location/phoneNumber', 'tel:2002', { '#text': 'tel:2002' }],
		['callLogsEntry/phoneNumber', '2002', '2002'],
		['DoNotDisturb/active', 'false', false],
		['call/distinctiveRing', 'External', 'External'],
	])('%s of %s', (path, text, expected) => expect(inside(path, text)).toEqual(expected));

	it('also of the element that says its type itself', () => {
		const w3c = 'xmlns:i="http://www.w3.org/2001/XMLSchema-instance"';
		expect(value(`<a ${w3c}><b i:type="Channel"><priority>1</priority></b></a>`)).toEqual({
			b: { type: 'Channel', priority: 1 },
		});
	});

	it('and of attributes: flags are flags, codes are text', () => {
		expect(value('<calls><call inConference="true"><callId>x</callId></call></calls>')).toEqual({
			call: [{ inConference: true, callId: 'x' }],
		});
		expect(value('<a><address countryCode="1">tel:2</address></a>')).toEqual({
			address: { '#text': 'tel:2', countryCode: '1' },
		});
	});
});

describe('what inner types of the schema say', () => {
	it('one agent is a list of one, an empty list is an empty list', () => {
		const agents = (inside: string) =>
			value(`<CallCenterAgents><callCenter>${inside}</callCenter></CallCenterAgents>`);
		expect(
			agents('<agentList><userDetails><userId>a@x</userId></userDetails></agentList>'),
		).toEqual({ callCenter: [{ agentList: [{ userDetails: [{ userId: 'a@x' }] }] }] });
		expect(agents('<agentList/>')).toEqual({
			callCenter: [{ agentList: [{ userDetails: [] }] }],
		});
		expect(value('<Calls/>')).toEqual({ call: [] });
		expect(value('<Enterprise><enterpriseDirectory/></Enterprise>')).toEqual({
			enterpriseDirectory: { directoryDetails: [] },
		});
	});

	it('days of a week are flags', () => {
		expect(
			value('<recurWeekly><recurInterval>2</recurInterval><sunday>false</sunday></recurWeekly>'),
		).toEqual({ recurInterval: 2, sunday: false });
	});
});

describe('the state of an agent', () => {
	const state = (type: string, wrapper: string) =>
		fieldsOf(
			eventXml({
				id: 'e',
				subscription: 's',
				type,
				data: `<xsi:${wrapper}><xsi:state>Unavailable</xsi:state><xsi:stateTimestamp><xsi:value>5</xsi:value></xsi:stateTimestamp><xsi:unavailableCode>07</xsi:unavailableCode></xsi:${wrapper}>`,
			}),
		);

	it('comes out alike, whatever is around it', () => {
		const { type: _change, ...change } = state('AgentStateEvent', 'agentStateInfo');
		const { type: _begin, ...begin } = state('AgentSubscriptionEvent', 'stateInfo');
		expect(begin).toEqual(change);
		expect(begin).toMatchObject({
			state: 'Unavailable',
			stateTimestamp: { value: 5 },
			unavailableCode: '07',
		});
	});

	it('stands beside the call centers of the agent', () => {
		expect(fieldsOf(fixture('composed/event-agent-subscription.xml'))).toMatchObject({
			state: 'Available',
			signInTimestamp: 1568211999000,
			joinData: {
				joinInfos: { joinInfo: [{ acdUserId: 'ccdemo@example.net' }, { skillLevel: 1 }] },
			},
		});
	});
});
