import { documentOf } from '../../../../nodes/BroadWorks/client/documents/write';
import { TelephonyError } from '../../../../nodes/shared/core/errors';

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';
const XSI = 'xmlns="http://schema.broadsoft.com/xsi"';
const INSTANCE = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

const refusal = (root: string, value: unknown) => {
	try {
		return documentOf(root, value);
	} catch (error) {
		expect(error).toBeInstanceOf(TelephonyError);
		return (error as TelephonyError).message;
	}
};

describe('documentOf', () => {
	it('puts elements into the order of the schema, and clears by null', () => {
		expect(
			documentOf('CallForwardingAlways', {
				ringSplash: false,
				forwardToPhoneNumber: null,
				active: true,
			}),
		).toBe(
			`${DECLARATION}<CallForwardingAlways ${XSI} ${INSTANCE}><active>true</active><forwardToPhoneNumber xsi:nil="true"/><ringSplash>false</ringSplash></CallForwardingAlways>`,
		);
	});

	it('takes what a read gave: addresses with what was read out of them, lists, marks', () => {
		const address = { '#text': 'tel:+18185550109', countryCode: '1', npa: '818', nxx: '555' };
		expect(
			documentOf('SimultaneousRingPersonal', {
				incomingCalls: 'Ring for all Incoming Calls',
				simRingLocations: {
					simRingLocation: [
						{ address },
						{ address: '+15550100', answerConfirmationRequired: true },
					],
				},
			}),
		).toBe(
			`${DECLARATION}<SimultaneousRingPersonal ${XSI}><incomingCalls>Ring for all Incoming Calls</incomingCalls><simRingLocations><simRingLocation><address countryCode="1">tel:+18185550109</address></simRingLocation><simRingLocation><address>+15550100</address><answerConfirmationRequired>true</answerConfirmationRequired></simRingLocation></simRingLocations></SimultaneousRingPersonal>`,
		);
	});

	it('writes text as text', () => {
		expect(documentOf('Personal', { entry: [{ name: '<A & B>', number: '1' }] })).toContain(
			'<name>&lt;A &amp; B&gt;</name>',
		);
	});

	it.each([
		['Nothing', {}, '"Nothing" is not a document of the interface'],
		[
			'DoNotDisturb',
			{ aktive: true },
			'"DoNotDisturb" has no "aktive". It has: active, ringSplash',
		],
		['DoNotDisturb', { active: 'on' }, '"DoNotDisturb.active" is true or false, not "on"'],
		['DoNotDisturb', { active: {} }, '"DoNotDisturb.active" is one value, not an object'],
		['DoNotDisturb', { active: [true] }, '"DoNotDisturb.active" is one value, not a list'],
		['DoNotDisturb', { active: null }, '"DoNotDisturb.active" cannot be cleared by null'],
		['DoNotDisturb', 'on', '"DoNotDisturb" is an object of elements'],
		[
			'CallRecording',
			{ pauseResumeNotifyMethod: 'loud' },
			'"CallRecording.pauseResumeNotifyMethod" is one of none, announcement, beeponly, not "loud"',
		],
		[
			'SimultaneousRingPersonal',
			{ simRingLocations: { simRingLocation: [{ adress: '1' }] } },
			'"SimultaneousRingPersonal.simRingLocations.simRingLocation[0]" has no "adress". It has: address, answerConfirmationRequired',
		],
	])('refuses a %s of %j', (root, given, message) => {
		expect(refusal(root, given)).toBe(message);
	});
});
