import {
	activeCalls,
	companyPresence,
	getPresence,
	setPresence,
} from '../../../../nodes/RingCentral/client/account/presence';
import { gather, json, queryOf, refusal, restBench, SERVER } from '../support/restSupport';

const ANY = /./;
const own = '/restapi/v1.0/account/~/extension/~/presence';

test('the presence of an extension, with calls on wish', async () => {
	const { connection, http, rates } = restBench();
	const take = jest.spyOn(rates, 'take');
	http.on('GET', ANY, json({ userStatus: 'Busy' }));
	expect(await getPresence(connection, '~')).toEqual({ userStatus: 'Busy' });
	await getPresence(connection, '62288330016', { detailedTelephonyState: true, sipData: true });
	expect(http.lines()).toEqual([
		`GET ${own}`,
		'GET /restapi/v1.0/account/~/extension/62288330016/presence?detailedTelephonyState=true&sipData=true',
	]);
	expect(take.mock.calls.map(([group]) => group)).toEqual(['light', 'light']);
});

test('changes what is named, once', async () => {
	const { connection, http, rates } = restBench();
	const take = jest.spyOn(rates, 'take');
	http.on('PUT', ANY, json({ userStatus: 'Busy', message: '' }));
	await setPresence(connection, '~', { userStatus: 'Busy', message: '' });
	expect(http.lines()).toEqual([`PUT ${own}`]);
	expect(JSON.parse(http.sent[0].body as string)).toEqual({ userStatus: 'Busy', message: '' });
	expect(take.mock.calls[0][0]).toBe('medium');
	http.on('PUT', ANY, refusal(503, 'CMN-201', 'no'));
	await expect(setPresence(connection, '~', {})).rejects.toMatchObject({ kind: 'unavailable' });
	expect(http.sent).toHaveLength(2);
});

test('the company is Heavy and comes page by page, no further than asked for', async () => {
	const { connection, http, rates } = restBench();
	const take = jest.spyOn(rates, 'take');
	const page = (number: number, more: boolean) =>
		json({
			records: [{ extension: { id: number } }],
			navigation: more
				? { nextPage: { uri: `${SERVER}/restapi/v1.0/account/~/presence?page=${number + 1}` } }
				: {},
			paging: { page: number, perPage: 1 },
		});
	http.on('GET', ANY, (request) => {
		const number = Number(queryOf(request.url).page ?? 1);
		return page(number, number < 3);
	});
	const detail = { detailedTelephonyState: true };
	const all = await gather(companyPresence(connection, detail));
	expect(all).toEqual([1, 2, 3].map((id) => ({ extension: { id } })));
	expect(queryOf(http.sent[0].url)).toEqual({ detailedTelephonyState: 'true' });
	expect(take.mock.calls.map(([group]) => group)).toEqual(['heavy', 'heavy', 'heavy']);
	expect(await gather(companyPresence(connection, {}, { limit: 2 }))).toHaveLength(2);
	expect(http.sent).toHaveLength(5);
});

test.each([[undefined], [null], [[]]])('no calls may be %j', async (calls) => {
	const { connection, http } = restBench();
	http.on('GET', ANY, json({ activeCalls: calls }));
	expect(await activeCalls(connection, '~')).toEqual([]);
});

test('active calls are those of the detailed presence', async () => {
	const { connection, http } = restBench();
	http.on('GET', ANY, json({ activeCalls: [{ telephonySessionId: 's-1', partyId: 'p-1' }] }));
	expect(await activeCalls(connection, '7')).toEqual([
		{ telephonySessionId: 's-1', partyId: 'p-1' },
	]);
	expect(queryOf(http.sent[0].url)).toEqual({ detailedTelephonyState: 'true' });
});
