import type { CallRecord } from '../../../../nodes/shared/core/callRecord';
import { callingCodeOf, e164Of, numberPlanOf } from '../../../../nodes/shared/core/e164';
import { inCountry } from '../../../../nodes/shared/core/recordCountry';
import { readAddress, withoutScheme } from '../../../../nodes/shared/core/telephoneNumber';

describe('readAddress', () => {
	it.each([
		['tel:+18188675309', '+18188675309'],
		['TEL:+1-818-867-5309;ext=22', '+18188675309'],
		['tel:+1(818)867.5309;isub=1;phone-context=example.net', '+18188675309'],
		['tel:5104895264', '5104895264'],
		['tel:%2B18188675309', '+18188675309'],
		['tel:+1%20818%20867%205309', '+18188675309'],
		['tel://+18188675309', '+18188675309'],
		['sip:+18188675309@sip.example.net;user=phone', '+18188675309'],
		['sip:+18188675309@sip.example.net:5060;transport=tcp?subject=x', '+18188675309'],
		['sip:%2b18188675309@192.0.2.1', '+18188675309'],
		['sip:+1-818-867-5309;ext=22@sip.example.net', '+18188675309'],
		['sip:2002:secret@sip.example.net', '2002'],
		['sips:2002@[2001:db8::1]:5061', '2002'],
		['sip:2002', '2002'],
		['sip:2002:5060', '2002'],
		['"Jordan" <sip:+18188675309@example.net;user=phone>;tag=1', '+18188675309'],
		['<tel:+18188675309>', '+18188675309'],
		['+18188675309@example.net', '+18188675309'],
		['+1 (818) 867-5309', '+18188675309'],
		['+1\u00a0818\u2011867\u20115309', '+18188675309'],
		['*98', '*98'],
		['#31#2002', '#31#2002'],
	])('finds the number of %s', (written, number) => {
		expect(readAddress(written).number).toBe(number);
	});

	it.each([
		['sip:alice@example.net;user=ip', { other: 'alice@example.net' }],
		['sip:alice%20b@example.net:5060', { other: 'alice b@example.net:5060' }],
		['tel:anonymous', {}],
		['sip:anonymous@anonymous.invalid', {}],
		['Unavailable', {}],
		['', {}],
		['tel:', {}],
		['%zz', { other: '%zz' }],
		['tel:863-1234;phone-context=+1-914-555', { number: '8631234', context: '+1-914-555' }],
	])('reads %s', (written, expected) => expect(readAddress(written)).toEqual(expected));

	it('takes linear time', () => {
		const long = `sip:${'('.repeat(100_000)}@${';'.repeat(100_000)}${'<'.repeat(100_000)}`;
		const started = process.cpuUsage();
		readAddress(long);
		withoutScheme('<'.repeat(200_000));
		expect(process.cpuUsage(started).user).toBeLessThan(1_000_000);
	});

	it('leaves what has no scheme as it is where a vendor calls it a number', () => {
		expect(
			['tel:+1 818;x=1', 'sip:alice@h', '+1 (818) 867', '808', undefined].map(withoutScheme),
		).toEqual(['+1818', 'alice@h', '+1 (818) 867', '808', undefined]);
	});
});

describe('e164Of', () => {
	it.each([
		['5104895264', '1', '+15104895264'],
		['15104895264', '1', '+15104895264'],
		['0255500100', '61', '+61255500100'],
		['255500100', '+61', '+61255500100'],
		['61255500100', '061', '+61255500100'],
		['02079460000', '44', '+442079460000'],
		['01632960123', '44', '+441632960123'],
		['0612345678', '39', '+390612345678'],
		['tel:510-489-5264', '1', '+15104895264'],
		['sip:5104895264@example.net;user=phone', '1', '+15104895264'],
		['+442079460000', '1', '+442079460000'],
		['2002', '1', undefined],
		['2002', '49', undefined],
		['200200', '49', undefined],
		['5550100', '1', undefined],
		['911', '1', undefined],
		['*98', '1', undefined],
		['004930123456', '49', undefined],
		['1234567890123456', '49', undefined],
		['5104895264', '999', undefined],
		['5104895264', '', undefined],
		['alice@example.net', '1', undefined],
	])('of %s beside the calling code %j is %s', (number, code, expected) => {
		const callingCode = callingCodeOf(code);
		expect(e164Of(number, callingCode === undefined ? undefined : { callingCode })).toBe(expected);
	});

	it.each([
		['13800000000', 'CN', '+8613800000000'],
		['01088888888', 'cn', '+861088888888'],
		['0491570156', 'AU', '+61491570156'],
		['001161255500100', 'AU', '+61255500100'],
		['011442079460000', 'US', '+442079460000'],
		['0061255500100', 'AU', undefined],
		['2002', 'LU', undefined],
		['10086', 'CN', undefined],
		['0255500100', '+61', '+61255500100'],
		['2025550100', '1', '+12025550100'],
	])('of %s in the default country %s is %s', (number, country, expected) => {
		expect(e164Of(number, numberPlanOf(country))).toBe(expected);
	});

	it.each([
		['+1202', undefined],
		['+1234567890123456', undefined],
		['tel:+1202', undefined],
		['tel:+18188675309;ext=22', '+18188675309'],
		['sip:+18188675309@host:5060;user=phone', '+18188675309'],
		['tel:5104895264;phone-context=+1', '+15104895264'],
		['sip:5104895264;phone-context=+1@host;user=phone', '+15104895264'],
		['tel:5264;phone-context=+1510489', '+15104895264'],
		['tel:863-1234;phone-context=+1-914-555', undefined],
		['tel:5104895264;phone-context=example.net', undefined],
	])('of %s, which tells what it tells, is %s', (written, expected) => {
		expect(e164Of(written)).toBe(expected);
	});

	it('says which Default Country is none', () => {
		expect(numberPlanOf(' ')).toBeUndefined();
		expect(() => numberPlanOf('Australia')).toThrow(/Default Country .* "Australia".* such as AU/);
		expect(() => numberPlanOf('999')).toThrow(/Default Country/);
	});
});

describe('inCountry', () => {
	const record = (direction: CallRecord['direction'], number: string, extension?: string) =>
		inCountry(
			{
				schemaVersion: '1.0',
				id: 'c',
				backend: 'cooCenter',
				direction,
				state: 'ended',
				from: { number, extension },
				to: { number: '+442079460000', e164: '+442079460000' },
				ids: {},
			},
			{ country: 'AU' },
		);

	it('takes numbers that tell no country for those of the default country', () => {
		expect(record('inbound', '0255500100')).toMatchObject({
			from: { number: '0255500100', e164: '+61255500100' },
			to: { e164: '+442079460000' },
		});
	});

	it('not within the system, and not what is an extension', () => {
		expect(record('internal', '0255500100').from).not.toHaveProperty('e164');
		expect(record('inbound', '0255500100', '0255500100').from).not.toHaveProperty('e164');
		expect(record('inbound', '2002').from).not.toHaveProperty('e164');
	});
});
