import type { ICredentialsDecrypted } from 'n8n-workflow';

import { signed } from '../../../nodes/CooCenter/authorization';
import { cooCenterApiTest } from '../../../nodes/CooCenter/credentialTest';
import {
	startCooCenterSimulator,
	type CooCenterSimulator,
	type CooCenterSimulatorOptions,
} from '../../simulators/cooCenter';
import { credentialTestContext } from '../../support/contexts/credentialTestContext';

describe('credential test', () => {
	let pbx: CooCenterSimulator | undefined;

	afterEach(async () => {
		await pbx?.close();
		pbx = undefined;
	});

	const verdict = async (
		options: CooCenterSimulatorOptions,
		changes: object = {},
		faultStatus?: number,
	) => {
		pbx = await startCooCenterSimulator(options);
		if (faultStatus) pbx.world.faults.add({ kind: 'status', status: faultStatus });
		const { webKey, timeZone, generation } = pbx.world.settings;
		const data = { url: pbx.url, generation, webKey, timeZone, ...changes };
		const credential = { id: '1', name: 'PBX', type: 'cooCenterApi', data };
		return await cooCenterApiTest.call(
			credentialTestContext(),
			credential as unknown as ICredentialsDecrypted,
		);
	};

	test('a right key, with blanks around it', async () => {
		expect(await verdict({}, { webKey: ' simulator-key ' })).toMatchObject({ status: 'OK' });
	});

	test.each<[string, CooCenterSimulatorOptions, object, number | undefined, RegExp]>([
		[
			'a wrong key, refused inside a 200',
			{ refusal: 200 },
			{ webKey: 'x' },
			undefined,
			/^Wrong key.*The PBX says: Authorization failed/,
		],
		['no key, refused inside a 200', { refusal: 200 }, { webKey: '' }, undefined, /wants a key/],
		[
			'a PBX of generation 2',
			{ generation: 2 },
			{ generation: 1, webKey: 'x' },
			undefined,
			/generation 2.*check API Generation/,
		],
		['a certificate', { tls: true }, {}, undefined, /^(?!Wrong).*self-signed.*Ignore SSL Issues/],
		['trouble of the server', {}, {}, 503, /^The PBX answers with status 503/],
		['no API', {}, {}, 404, /^Wrong address/],
		['a zone that no key needs', { webKey: '' }, { timeZone: 'x' }, undefined, /not a time zone/],
	])('%s', async (_name, options, changes, faultStatus, message) => {
		expect(await verdict(options, changes, faultStatus)).toEqual({
			status: 'Error',
			message: expect.stringMatching(message) as string,
		});
	});
});

test.each([
	[{ generation: 1, webKey: ' ' }, {}, {}],
	[{ generation: '2', webKey: 'left over' }, {}, {}],
	[{ generation: 1, webKey: 'k' }, { authorization: 'own' }, { authorization: 'own' }],
	[{ generation: 1, webKey: 'k' }, {}, { Authorization: expect.stringMatching(/^[0-9a-f]{32}$/) }],
])('%j signs %j as %j', (credential, headers, expected) => {
	expect(signed(credential, headers)).toEqual(expected);
});
