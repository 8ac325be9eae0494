import { LiveConnection } from '../../../../nodes/RingCentral/trigger/liveConnection';
import { watchLogin } from '../../../../nodes/RingCentral/trigger/loginWatch';
import { n8nContext } from '../../../support/contexts/n8nContext';
import { fakeRingCentral } from '../support/ringCentralLive';

let credentials = 0;

async function watched() {
	const { clock, connection, log } = fakeRingCentral();
	const credential: Record<string, unknown> = {
		environment: 'other',
		serverUrl: 'https://one.example.net',
		clientId: 'c',
		clientSecret: 's',
		jwt: 'j',
	};
	const live = new LiveConnection(connection, log);
	const node = n8nContext({
		parameters: { authentication: 'jwt' },
		credential: () => credential,
		node: {
			credentials: { ringCentralJwtApi: { id: `watched ${++credentials}`, name: 'c' } },
		},
	});
	const told: string[] = [];
	const watch = await watchLogin(node, live, log, {
		onLogin: () => void told.push('login'),
		onToken: () => void told.push('token'),
	});
	return { clock, credential, live, log, told, watch };
}

test('a new Default Country reaches a live trigger, whose login stays as it is', async () => {
	const { clock, credential, live, log, told, watch } = await watched();
	for (const [country, plan] of [
		['AU', { country: 'AU' }],
		['+44', { callingCode: '44' }],
		['nowhere', { callingCode: '44' }],
		['', undefined],
	] as const) {
		credential.defaultCountry = country;
		await clock.advance(10_000);
		expect(live.numberPlan).toEqual(plan);
	}
	expect(told).toEqual([]);
	expect(log.at('error')).toHaveLength(1);
	watch.close();
});

test.each([
	['serverUrl', 'https://two.example.net'],
	['clientId', 'c2'],
	['clientSecret', 's2'],
	['jwt', 'j2'],
])('a new %s is followed within seconds', async (field, value) => {
	const { clock, credential, told, watch } = await watched();
	credential[field] = value;
	await clock.advance(10_000);
	expect(told).toEqual(['login']);
	watch.close();
});
