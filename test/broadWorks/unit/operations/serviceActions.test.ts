import { elementValue, type XsiObject } from '../../../../nodes/BroadWorks/client/calls/values';
import { operations } from '../../../../nodes/BroadWorks/operations';
import { SERVICES } from '../../../../nodes/BroadWorks/operations/service/table';
import { parseXml } from '../../../../nodes/shared/core/parsing/xml';
import { validate } from '../../../simulators/broadWorks/xml/schema';
import { parseXml as parseStrictly } from '../../../simulators/broadWorks/xml/xml';
import { telephonyError } from '../support/xsi';
import { ALICE, runOperation } from '../../../support/contexts/runOperation';

const XSI = 'xmlns="http://schema.broadsoft.com/xsi"';
const put = (service: string) => ({ [`PUT services/${service}`]: {} });

/** Without the locations of Sequential Ring that are cleared. */
const kept = (settings: XsiObject) =>
	Object.fromEntries(
		Object.entries(settings).filter(([, value]) => JSON.stringify(value) !== '{"address":null}'),
	);

describe.each(SERVICES)('$label', ({ service, example, sample }) => {
	it('Set sends a valid document of what was chosen, in the schema’s order', async () => {
		const { items, lines, bodies } = await runOperation(
			'service',
			`set${service}`,
			example,
			put(service),
		);
		expect(lines).toEqual([`PUT services/${service}`]);
		expect(validate(parseStrictly(bodies[0]), { allowNil: true })).toEqual([]);
		expect(kept(elementValue(parseXml(bodies[0])) as XsiObject)).toEqual(sample);
		const operation = operations.find(({ name }) => name === `set${service}`);
		expect(items).toEqual([operation?.sample]);
	});

	it('Get gives it with the types of the schema', async () => {
		const sent = await runOperation('service', `set${service}`, example, put(service));
		const { items, lines } = await runOperation(
			'service',
			`get${service}`,
			{},
			{
				[`GET services/${service}`]: { body: sent.bodies[0] },
			},
		);
		expect(lines).toEqual([`GET services/${service}`]);
		expect(kept(items[0] as XsiObject)).toEqual({ userId: ALICE, service, ...sample });
	});
});

describe('what is set', () => {
	const settingsOf = async (operation: string, parameters: Record<string, unknown>) => {
		const service = operation.replace(/^set/, '');
		const { bodies } = await runOperation('service', operation, parameters, put(service));
		return bodies[0].replace(/^.*?<\w+ xmlns[^>]*>|<\/\w+>$/g, '');
	};

	it('leaves the number alone when the field is empty, and clears it when told', async () => {
		const set = 'setCallForwardingAlways';
		expect(await settingsOf(set, { active: false })).toBe('<active>false</active>');
		const settings = { clear: ['forwardToPhoneNumber'] };
		expect(await settingsOf(set, { active: false, settings })).toBe(
			'<active>false</active><forwardToPhoneNumber xsi:nil="true"/>',
		);
	});

	it('takes a number with its blanks, and settings as an expression gives them', async () => {
		expect(
			await settingsOf('setCallForwardingNoAnswer', {
				active: 'true',
				forwardToPhoneNumber: ' 2002 ',
				settings: { numberOfRings: '4' },
			}),
		).toBe(
			'<active>true</active><forwardToPhoneNumber>2002</forwardToPhoneNumber><numberOfRings>4</numberOfRings>',
		);
	});

	it('empties the telephones of Simultaneous Ring, and the other locations of Sequential Ring', async () => {
		expect(
			await settingsOf('setSimultaneousRingPersonal', { settings: { simRingLocations: {} } }),
		).toContain('<simRingLocations xsi:nil="true"/>');
		const locations = { entry: { address: '1', numberOfRings: 2 } };
		const body = await settingsOf('setSequentialRing', { settings: { locations } });
		expect(body).toContain('<location1><address>1</address><numberOfRings>2</numberOfRings>');
		expect(body).toContain('<location5><address xsi:nil="true"/></location5>');
	});

	it.each([
		[
			'setCallForwardingNoAnswer',
			{ settings: { numberOfRings: 1 } },
			'"Number of Rings" cannot be 1. Rings before the call goes on: 0, or 2 to 20',
		],
		[
			'setHotelingGuest',
			{ settings: { associationLimitHours: 1000 } },
			'"Association Limit (Hours)" cannot be 1000. Hours after which the guest leaves the host, 1 to 999',
		],
		[
			'setCallRecording',
			{ recordingMode: 'sometimes' },
			'"CallRecording.recordingMode" is one of always, never, on-demand, always-pause-resume, on-demand-user-start, not "sometimes"',
		],
		[
			'setVoiceMessaging',
			{ settings: { voiceMessageNotifyEmailAddress: ' ' } },
			'The parameter "Notification Email" is empty',
		],
		['setDoNotDisturb', { active: '' }, 'Choose at least one setting'],
		[
			'setSequentialRing',
			{ settings: { locations: { entry: Array.from({ length: 6 }, () => ({ address: '1' })) } } },
			'"SequentialRing" has no "location6"',
		],
	])('%s refuses %j before anything is sent', async (operation, parameters, message) => {
		const error = await telephonyError(
			runOperation('service', operation, parameters),
			'badRequest',
		);
		expect(error.message).toContain(message);
	});

	it('says whose service is missing, and which settings the server refuses', async () => {
		const refused = async (status: number) =>
			await telephonyError(
				runOperation('service', 'setCallWaiting', {}, { 'PUT services/CallWaiting': { status } }),
			);
		expect((await refused(404)).message).toBe(
			`${ALICE} does not have the service CallWaiting, or there is no such user`,
		);
		expect((await refused(400)).message).toBe('The server refuses these settings of CallWaiting');
	});
});

describe('any service', () => {
	it('Get Many lists those of the user', async () => {
		const uri = `/v2.0/user/${ALICE}/services/DoNotDisturb`;
		const { items } = await runOperation(
			'service',
			'getMany',
			{},
			{
				'GET services': {
					body: `<Services ${XSI}><service><name>Do Not Disturb</name><uri>${uri}</uri></service></Services>`,
				},
			},
		);
		expect(items).toEqual([
			{ userId: ALICE, name: 'Do Not Disturb', service: 'DoNotDisturb', uri },
		]);
	});

	it.each([
		['SilentAlerting', 'SilentAlerting'],
		['/v2.0/user/bob@example.net/services/SilentAlerting/', 'SilentAlerting'],
		['services/VoiceMessaging/Greetings', 'VoiceMessaging/Greetings'],
	])('Get takes %s', async (service, path) => {
		const { items } = await runOperation(
			'service',
			'get',
			{ service },
			{
				[`GET services/${path}`]: { body: `<X ${XSI}><active>true</active></X>` },
			},
		);
		expect(items).toEqual([{ userId: ALICE, service: path, settings: { active: true } }]);
	});

	it.each([
		['SilentAlerting', { active: true }, 'SilentAlerting'],
		['thirdpartyvoicemailsupport', { active: true }, 'ThirdPartyVoiceMailSupport'],
		['voicemessaging/mailserver', { personalMailServerUserId: 'a' }, 'VoiceMessagingMailServer'],
	])('Set writes the document of %s', async (service, settings, root) => {
		const given = { service, serviceSettings: JSON.stringify(settings) };
		const { lines, bodies, items } = await runOperation('service', 'set', given, put(service));
		expect(lines).toEqual([`PUT services/${service}`]);
		expect(bodies[0]).toContain(`<${root} ${XSI}`);
		expect(items).toEqual([{ success: true, userId: ALICE, service, settings }]);
	});

	it('Set looks at the present document where no list tells its name', async () => {
		const service = 'GETSCallingLineIDDeliveryBlocking';
		const { lines, bodies } = await runOperation(
			'service',
			'set',
			{ service, serviceSettings: { active: true } },
			{
				[`GET services/${service}`]: { body: `<CallingLineIDDeliveryBlocking ${XSI}/>` },
				...put(service),
			},
		);
		expect(lines).toEqual([`GET services/${service}`, `PUT services/${service}`]);
		expect(bodies[0]).toContain('<CallingLineIDDeliveryBlocking');
	});

	it('Set knows the document of a path that is called otherwise', async () => {
		const { lines, bodies } = await runOperation(
			'service',
			'set',
			{ service: 'integratedimp', serviceSettings: { active: true } },
			put('integratedimp'),
		);
		expect(lines).toEqual(['PUT services/integratedimp']);
		expect(bodies[0]).toContain('<IntegratedIMPService');
	});

	it.each([
		[{ service: '' }, 'The parameter "Service" is empty'],
		[{ service: 'services/' }, '"services/" is not a service such as DoNotDisturb'],
		[{ service: 'CallWaiting', serviceSettings: '{}' }, '"Settings (JSON)" is empty'],
		[{ service: 'CallWaiting', serviceSettings: '{' }, '"Settings (JSON)" is not valid JSON'],
		[
			{ service: 'CallWaiting', serviceSettings: '{"on": true}' },
			'"CallWaiting" has no "on". It has: active',
		],
	])('Set refuses %j', async (parameters, message) => {
		const error = await telephonyError(runOperation('service', 'set', parameters), 'badRequest');
		expect(error.message).toContain(message);
	});
});
