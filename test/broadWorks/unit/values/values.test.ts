import { elementValue, scalar } from '../../../../nodes/BroadWorks/client/calls/values';
import { parseXml } from '../../../../nodes/shared/core/parsing/xml';

const value = (xml: string) => elementValue(parseXml(xml));

describe('scalar', () => {
	it('makes numbers of fields that are numbers in the schema', () => {
		expect(scalar('startTime', '1568204580687')).toBe(1568204580687);
		expect(scalar('appearance', '0')).toBe(0);
		expect(scalar('position', '-1')).toBe(-1);
	});

	it.each(['007', '1.5', '', ' 1', '+1', '-0', '1e3', '0x1f', '9007199254740993', 'soon'])(
		'leaves %j as text, because a number would say something else',
		(text) => {
			expect(scalar('startTime', text)).toBe(text);
		},
	);

	it('makes flags of fields that are booleans in the schema', () => {
		const flags = ['true', 'false', '1', '0'].map((text) => scalar('active', text));
		expect(flags).toEqual([true, false, true, false]);
		const others = ['yes', '2', 'TRUE', ''];
		expect(others.map((text) => scalar('active', text))).toEqual(others);
		expect([scalar('novel', '1'), scalar('extension', '0')]).toEqual(['1', '0']);
	});

	it('leaves every other field as text', () => {
		expect([scalar('extension', '2001'), scalar('reason', 'true')]).toEqual(['2001', 'true']);
	});
});

describe('elementValue', () => {
	it.each([
		['tel:+18185550109', { npa: '818', nxx: '555' }],
		['+18185550109', { npa: '818', nxx: '555' }],
		['tel:18185550109', { npa: '818', nxx: '555' }],
		['tel:+15550100', {}],
		['tel:+442079460000', {}],
		['tel:+11185550109', {}],
		['tel:2002', {}],
		['sip:18185550109@example.net', {}],
		['', {}],
	])('has %j always as an object, North American numbers with npa and nxx', (text, extra) => {
		expect(value(`<address>${text}</address>`)).toEqual({ '#text': text, ...extra });
	});

	it('keeps attributes beside the text', () => {
		expect(value('<novel unit="s">5</novel>')).toEqual({ '#text': '5', unit: 's' });
		expect(value('<startTime unit="ms">5</startTime>')).toEqual({ '#text': 5, unit: 'ms' });
	});

	it('keeps text beside children', () => {
		expect(value('<a>loose<b>1</b></a>')).toEqual({ '#text': 'loose', b: '1' });
	});

	it('gives nil as null', () => {
		expect(
			value('<a xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><b i:nil="true"/><c/></a>'),
		).toEqual({ b: null, c: '' });
	});

	it('makes a list of whatever repeats, and always of what the schema lets repeat', () => {
		expect(value('<a><b>1</b><b>2</b></a>')).toEqual({ b: ['1', '2'] });
		expect(value('<calls><call><callId>x</callId></call></calls>')).toEqual({
			call: [{ callId: 'x' }],
		});
		expect(value('<joinInfos><joinInfo><joined/></joinInfo></joinInfos>')).toEqual({
			joinInfo: [{ joined: '' }],
		});
	});

	it.each(['toString', 'valueOf'])('has no member %s, which would hide a method', (name) => {
		const found = value(`<a ${name}="0"><${name}>1</${name}><b>2</b><${name}>3</${name}></a>`);
		expect(found).toEqual({ b: '2' });
		expect(String(found)).toBe('[object Object]');
	});

	it.each(['__proto__', 'constructor'])('has a member %s like any other', (name) => {
		const found = value(`<a><${name} unit="s"><b>1</b></${name}><b>2</b></a>`) as object;
		expect(Object.entries(found)).toEqual([
			[name, { unit: 's', b: '1' }],
			['b', '2'],
		]);
		const twice = value(`<a><${name}>1</${name}><${name}>2</${name}></a>`) as object;
		expect(Object.entries(twice)).toEqual([[name, ['1', '2']]]);
		expect(Object.getPrototypeOf(twice)).toBe(Object.prototype);
	});

	it('never takes an attribute for a child of the same name', () => {
		expect(value('<a b="0"><b>1</b></a>')).toEqual({ b: '1' });
		expect(value('<a b="0"><b>1</b><b>2</b></a>')).toEqual({ b: ['1', '2'] });
	});

	it('nests a measured value of monitoring only there', () => {
		expect(
			value('<monitoringStatus><longestWaitTime>7</longestWaitTime></monitoringStatus>'),
		).toEqual({ longestWaitTime: { value: 7 } });
		expect(value('<acdCallInfo><longestWaitTime>7</longestWaitTime></acdCallInfo>')).toEqual({
			longestWaitTime: 7,
		});
	});
});
