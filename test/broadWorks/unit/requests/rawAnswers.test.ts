import { rawRequest } from '../../../../nodes/BroadWorks/client/commands/rawRequest';
import { getCallsOperation } from '../../../../nodes/BroadWorks/operations/call/getCalls';
import { numberPlanOf } from '../../../../nodes/shared/core/e164';
import { fixture } from '../../../support/fixtures';
import { fakeConnection } from '../support/xsi';

async function answered(body: string) {
	const connection = fakeConnection();
	connection.http.on('GET', /profile/, { body });
	const request = {
		method: 'GET',
		path: 'profile',
		userId: () => 'a@b',
		accept: 'application/json',
	} as const;
	return (await rawRequest(connection, request)).body;
}

it('keeps the digits of ids, in JSON and in XML', async () => {
	expect(await answered('{"x":{"id":9007199254740993,"n":{"$":"18446744073709551615"}}}')).toEqual({
		x: { id: '9007199254740993', n: { $: '18446744073709551615' } },
	});
	expect(await answered('<x><startTime>9007199254740993</startTime></x>')).toEqual({
		startTime: '9007199254740993',
	});
});

it.each([
	['JSON', '['.repeat(5_000) + ']'.repeat(5_000)],
	['JSON objects', '{"a":'.repeat(65) + '1' + '}'.repeat(65)],
	['XML', '<a>'.repeat(5_000) + '</a>'.repeat(5_000)],
])('%s nested too deep is refused', async (_name, body) => {
	await expect(answered(body)).rejects.toMatchObject({
		kind: 'protocolViolation',
		message: expect.stringMatching(/64 levels deep/) as string,
	});
});

it('takes what is as deep as it may be', async () => {
	await expect(answered('['.repeat(64) + ']'.repeat(64))).resolves.toBeDefined();
});

it('gives numbers of calls in the country of the credential', async () => {
	const connection = fakeConnection();
	const detail = fixture('composed/call-detail.xml').replace(
		/<address[^>]*>[^<]*<\/address>/,
		'<address>tel:0255500100</address>',
	);
	connection.http
		.on('GET', /\/calls$/, { body: fixture('composed/calls-one.xml') })
		.on('GET', /\/calls\/callhalf/, { body: detail });
	const parameters: Record<string, unknown> = { output: 'callRecord', userId: 'a@b' };
	const context = {
		client: { connection, ownUserId: 'a@b', numberPlan: numberPlanOf('AU') },
		parameter: (name: string, fallback: unknown) => parameters[name] ?? fallback,
	};
	const [record] = (await getCallsOperation.run(context as never)) as Array<{
		from: unknown;
		to: unknown;
	}>;
	expect([record.from, record.to]).toContainEqual(
		expect.objectContaining({ number: '0255500100', e164: '+61255500100' }),
	);
});
