import { getCallsOperation } from '../../../../nodes/BroadWorks/operations/call/getCalls';
import { fixture } from '../../../support/fixtures';
import { ACTIONS, fakeConnection } from '../support/xsi';

const ALICE = 'alice@example.net';
const CALLS = `${ACTIONS}/v2.0/user/alice@example.net/calls`;
const [FIRST, SECOND] = ['callhalf-31126219817:0', 'callhalf-31126219700:0'];

/** Two calls, of which the second one has ended since the list was made. */
async function run(parameters: Record<string, unknown>) {
	const connection = fakeConnection();
	connection.http
		.on('GET', /\/calls$/, { body: fixture('composed/calls-two.xml') })
		.on('GET', /31126219817:0$/, { body: fixture('composed/call-detail.xml') })
		.on('GET', /31126219700:0$/, { status: 404 });
	const items = await getCallsOperation.run({
		client: { connection, ownUserId: ALICE },
		parameter: (name: string, fallback: unknown) => parameters[name] ?? fallback,
	} as never);
	return { items, lines: connection.http.lines() };
}

describe('Get User Calls', () => {
	it('gives the connector fields of the calls that are still there', async () => {
		const { items, lines } = await run({});
		expect(items).toEqual([
			expect.objectContaining({
				callId: FIRST,
				state: 'Active',
				uri: expect.any(String) as string,
			}),
		]);
		expect(lines).toEqual([`GET ${CALLS}`, `GET ${CALLS}/${FIRST}`, `GET ${CALLS}/${SECOND}`]);
	});

	it('gives call records, or the documents as they came', async () => {
		expect((await run({ output: 'callRecord' })).items).toEqual([
			expect.objectContaining({ id: FIRST, backend: 'broadWorks', state: 'active' }),
		]);
		expect((await run({ output: 'raw' })).items).toEqual([
			{
				callId: FIRST,
				uri: `/v2.0/user/${ALICE}/calls/${FIRST}`,
				xml: fixture('composed/call-detail.xml'),
			},
		]);
	});

	it('gives the list alone without details', async () => {
		const { items, lines } = await run({ details: false });
		expect([(items as unknown[]).length, lines.length]).toEqual([2, 1]);
	});
});
