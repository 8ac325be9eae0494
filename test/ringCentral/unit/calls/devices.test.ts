import {
	listDevices,
	listForwardingNumbers,
	listPhoneNumbers,
	onlineDevice,
	sendsSms,
} from '../../../../nodes/RingCentral/client/calls/devices';
import { jsonFixture } from '../../../support/jsonFixtures';
import { json, restBench, SERVER } from '../support/restSupport';

const ANY = /./;
const OWN = '/restapi/v1.0/account/~/extension/~';

test.each([
	['telephones', listDevices, 'device'],
	['numbers', listPhoneNumbers, 'phone-number'],
	['forwarding numbers', listForwardingNumbers, 'forwarding-number'],
])('%s are read to their last page, in the Light group', async (_name, list, path) => {
	const { connection, http, rates } = restBench();
	const take = jest.spyOn(rates, 'take');
	const next = { nextPage: { uri: `${SERVER}${OWN}/${path}?page=2` } };
	http.on('GET', ANY, json({ records: [{ id: 2 }], navigation: {} }));
	http.once('GET', ANY, json({ records: [{ id: 1 }], navigation: next }));
	expect(await list(connection)).toEqual([{ id: 1 }, { id: 2 }]);
	expect(http.lines()).toEqual([`GET ${OWN}/${path}`, `GET ${OWN}/${path}?page=2`]);
	expect(take.mock.calls.map(([group]) => group)).toEqual(['light', 'light']);
});

test('the first telephone that is online is taken, with the members the vendor prints', async () => {
	const { connection, http } = restBench();
	const [printed] = jsonFixture('ringCentral/device.list.response.json').records as object[];
	http.on('GET', ANY, json({ records: [printed] }));
	await expect(onlineDevice(connection)).rejects.toMatchObject({
		kind: 'conflict',
		message: 'No telephone of the user is online (Phone)',
	});
	const online = { ...printed, id: '2', status: 'Online' };
	http.on('GET', ANY, json({ records: [printed, online, { ...online, id: '3' }] }));
	expect(await onlineDevice(connection)).toEqual(online);
});

test.each([
	[['CallerId', 'SmsSender'], true],
	[['smssender'], true],
	[['A2PSmsSender'], false],
	[[], false],
	[null, false],
])('a number with %j sends SMS: %s', (features, expected) => {
	expect(sendsSms({ features })).toBe(expected);
});
