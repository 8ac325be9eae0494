import { callerIdOf, isNobody, withLostPlus } from '../../../../nodes/shared/core/callerWords';

test.each([
	'<unknown>',
	'unknown',
	' Unknown ',
	'"unknown"',
	'"<unknown>"',
	'anonymous',
	'ANONYMOUS',
	'<anonymous>',
	'anonymous@anonymous.invalid',
	'sip:anonymous@anonymous.invalid',
	'<sip:anonymous@192.0.2.1;user=phone>',
	'Restricted',
	'unavailable',
	'private',
	'Private Number',
	'asterisk',
	'withheld',
	'No Caller ID',
	'no_caller_id',
	'Not Available',
	'Out of Area',
	'Unknown Caller',
	'null',
	'未知',
	'匿名',
	'<>',
	'""',
	'"" <>',
	'-',
	'',
	'  ',
])('%j is nobody', (word) => {
	if (word !== '"" <>') expect(isNobody(word)).toBe(true);
	expect(callerIdOf(word)).toEqual({});
});

test.each([
	'Anonymous Ltd',
	'unknownsoldier',
	'Wang',
	'808',
	'+13800000000',
	'private@example.net office',
	'x'.repeat(100_000),
])('%.40j is somebody', (word) => expect(isNobody(word)).toBe(false));

test.each([5, null, undefined, {}, ['unknown']])('%j is not a word', (value) => {
	expect(isNobody(value)).toBe(false);
	expect(withLostPlus(value)).toBe(value);
});

test.each<[string, { name?: string; number?: string }]>([
	['"808" <808>', { name: '808', number: '808' }],
	['"Name <VIP>" <13800000000>', { name: 'Name <VIP>', number: '13800000000' }],
	['Name <VIP> <13800000000>', { name: 'Name <VIP>', number: '13800000000' }],
	['"Smith, \\"Bob\\" \\\\ Co" <123>', { name: 'Smith, "Bob" \\ Co', number: '123' }],
	['"A > B" <123>', { name: 'A > B', number: '123' }],
	['"<VIP>" <123>', { name: '<VIP>', number: '123' }],
	['Bob <+4930123456>', { name: 'Bob', number: '+4930123456' }],
	// A form that was not escaped.
	['"Bob" < 4930123456>', { name: 'Bob', number: '+4930123456' }],
	['"Bob" < 808>', { name: 'Bob', number: '808' }],
	[' 4930123456', { number: '+4930123456' }],
	[' 030123456', { number: '030123456' }],
	['<13800000000>', { number: '13800000000' }],
	['"" <13800000000>', { number: '13800000000' }],
	['"13800000000"', { number: '13800000000' }],
	['"Bob" <>', { name: 'Bob' }],
	['"Bob"', { name: 'Bob' }],
	['Bob', { name: 'Bob' }],
	['"unknown" <13800000000>', { number: '13800000000' }],
	['"<unknown>" <13800000000>', { number: '13800000000' }],
	['"Bob" <anonymous>', { name: 'Bob' }],
	['"Anonymous" <sip:anonymous@anonymous.invalid>', {}],
	['"asterisk" <asterisk>', {}],
	['"Bob" <sip:13800000000@192.0.2.1;user=phone>;tag=1', { name: 'Bob', number: '13800000000' }],
	['sip:808@192.0.2.1', { number: '808' }],
	['tel:+4930123456;ext=5', { number: '+4930123456' }],
	['(202) 555-0100', { number: '(202) 555-0100' }],
	['*43', { number: '*43' }],
	['#', { name: '#' }],
])('the caller %j', (written, wanted) => expect(callerIdOf(written)).toEqual(wanted));

test.each([
	[' 4930123456', '+4930123456'],
	[' 4930123456 ', '+4930123456'],
	['+4930123456 ', '+4930123456'],
	[' 01086465040', '01086465040'],
	[' Bob ', 'Bob'],
	['  4930123456', '4930123456'],
])('%j in a form is %j', (written, wanted) => expect(withLostPlus(written)).toBe(wanted));

test('a blank before an extension is not a plus', () => {
	expect(withLostPlus(' 808', 7)).toBe('808');
	expect(withLostPlus(' 1234567', 7)).toBe('+1234567');
});

test.each(['<', '"', '\\', ' ', '1', '(', '-', 'a@', ';', '>;'])('many %j take no time', (sign) => {
	const before = performance.now();
	for (const text of [
		sign.repeat(250_000),
		`"${sign.repeat(125_000)}" <${sign.repeat(125_000)}>`,
	]) {
		isNobody(text);
		withLostPlus(text);
		callerIdOf(text);
	}
	expect(performance.now() - before).toBeLessThan(500);
});
