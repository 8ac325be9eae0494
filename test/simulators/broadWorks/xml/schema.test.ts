import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sortBySchema, validate } from './schema';
import { parseBadgerFish, parseXml, toActionXml, toBadgerFish } from './xml';
import { fixtureFolder, fixturePath } from '../../../support/fixturePath';

const composed = fixturePath('broadWorks/composed');
const captures = fixtureFolder('broadWorks');
const documentOf = (text: string) => parseXml(text);
const NAMESPACE = 'xmlns="http://schema.broadsoft.com/xsi"';

describe('the validator agrees with documents known to be valid', () => {
	test.each(readdirSync(composed))('%s', (file) => {
		expect(validate(documentOf(readFileSync(join(composed, file), 'utf8')))).toEqual([]);
	});
	test.each([
		'chk-channel-request.xml',
		'chk-event-callsubscription-idle.xml',
		'lb-event-agentstate-unavailable.xml',
		'riis-event-subscription-terminated.xml',
		'nextiva-voicemail-list-single.xml',
	])('capture %s', (file) => {
		expect(validate(documentOf(readFileSync(join(captures, file), 'utf8')))).toEqual([]);
	});
});

describe('and with documents known to be invalid', () => {
	test.each([
		'riis-event-agentstate-old-format.xml',
		'riis-event-monitoring-old-format.xml',
		'lb-event-unknown-type.xml',
		'bf-event-calloriginating-clicktodial.xml',
		'onenet-profile.xml',
		'yealink-calllogs-placed.xml',
	])('%s', (file) => {
		expect(validate(documentOf(readFileSync(join(captures, file), 'latin1')))).not.toEqual([]);
	});

	test.each([
		['wrong order', `<Channel ${NAMESPACE}><expires>1</expires><channelId>a</channelId></Channel>`],
		['unknown element', `<Channel ${NAMESPACE}><colour>red</colour></Channel>`],
		[
			'missing element',
			`<EventResponse ${NAMESPACE}><eventID>a</eventID><statusCode>200</statusCode></EventResponse>`,
		],
		[
			'twice',
			`<HookStatus ${NAMESPACE}><hookStatus>On-Hook</hookStatus><hookStatus>On-Hook</hookStatus></HookStatus>`,
		],
		['enumeration', `<HookStatus ${NAMESPACE}><hookStatus>on</hookStatus></HookStatus>`],
		[
			'both of a choice',
			`<Subscription ${NAMESPACE}><httpContact><uri>a</uri></httpContact><channelSetId>b</channelSetId></Subscription>`,
		],
		['boolean', `<DoNotDisturb ${NAMESPACE}><active>yes</active></DoNotDisturb>`],
		['number', `<Channel ${NAMESPACE}><priority>0</priority></Channel>`],
		['attribute', `<DoNotDisturb ${NAMESPACE} colour="red"/>`],
		[
			'attribute value',
			`<Calls ${NAMESPACE}><call inConference="x"><callId>a</callId></call></Calls>`,
		],
		['text', `<DoNotDisturb ${NAMESPACE}>x</DoNotDisturb>`],
		[
			'flag with text',
			`<VoiceMessagingMessages ${NAMESPACE}><messageInfoList><messageInfo><read>1</read><time>1</time></messageInfo></messageInfoList></VoiceMessagingMessages>`,
		],
		['empty value', `<Channel ${NAMESPACE}><channelSetId/></Channel>`],
		['namespace', '<Channel xmlns="http://example.org"/>'],
		['no namespace', '<Channel/>'],
		['unknown root', `<Colour ${NAMESPACE}/>`],
		[
			'time',
			`<CallLogs ${NAMESPACE}><placed><callLogsEntry><phoneNumber>1</phoneNumber><name>x</name><time>today</time><callLogId>1</callLogId></callLogsEntry></placed></CallLogs>`,
		],
	])('%s', (_name, text) => {
		expect(validate(documentOf(text))).toHaveLength(1);
	});

	test('nil clears only where it is allowed', () => {
		const text = `<HotelingGuest ${NAMESPACE} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><hostUserId xsi:nil="true"/></HotelingGuest>`;
		expect(validate(documentOf(text), { allowNil: true })).toEqual([]);
		expect(validate(documentOf(text))).toHaveLength(1);
	});
});

describe('reading and writing', () => {
	test.each([
		['not well-formed', '<a><b></a>'],
		['cut off', '<a>'],
		['empty', ''],
		['text', 'hello'],
		['document type', '<!DOCTYPE a><a/>'],
	])('%s is refused', (_name, text) => {
		expect(() => parseXml(text)).toThrow();
	});

	test('special characters survive', () => {
		const text = toActionXml('ErrorInfo', { summaryEnglish: 'a < b & "c" > ü', errorCode: 1 });
		expect(text).toContain('<summaryEnglish>a &lt; b &amp; "c" &gt; ü</summaryEnglish>');
		expect(parseXml(text).children[0].text).toBe('a < b & "c" > ü');
	});

	test('BadgerFish: attributes, one and many, empty, strings only', () => {
		const json = toBadgerFish('Calls', {
			call: [{ '@inConference': 'true', callId: 'a' }, { callId: 'b' }],
			flag: '',
			number: 7,
			single: [{ callId: 'c' }],
		});
		expect(JSON.parse(json)).toEqual({
			Calls: {
				'@xmlns': { $: 'http://schema.broadsoft.com/xsi' },
				call: [{ '@inConference': 'true', callId: { $: 'a' } }, { callId: { $: 'b' } }],
				flag: {},
				number: { $: '7' },
				single: { callId: { $: 'c' } },
			},
		});
	});

	test('a BadgerFish body is put into schema order', () => {
		const element = parseBadgerFish(
			JSON.stringify({
				Subscription: {
					'@xmlns': { $: 'http://schema.broadsoft.com/xsi' },
					applicationId: { $: 'app' },
					expires: { $: 3600 },
					httpContact: { uri: { $: 'http://x' } },
					event: { $: 'Advanced Call' },
				},
			}),
		);
		const sorted = sortBySchema(element);
		const names = ['event', 'expires', 'httpContact', 'applicationId'];
		expect(sorted.children.map((item) => item.name)).toEqual(names);
		expect(validate(sorted)).toEqual([]);
	});
});
