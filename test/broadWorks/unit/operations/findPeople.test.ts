import { findUserOperation } from '../../../../nodes/BroadWorks/operations/user/find';
import { toActionXml } from '../../../simulators/broadWorks/xml/xml';
import { ACTIONS, fakeConnection, telephonyError } from '../support/xsi';

const ALICE = 'alice@example.net';
const person = (userId: string, firstName: string, lastName: string, extension: string) => ({
	userId,
	firstName,
	lastName,
	groupId: 'sales',
	number: '+15550101',
	extension,
});
const directory = (start: number, total: number, directoryDetails: object[]) => ({
	body: toActionXml('Enterprise', {
		startIndex: start,
		numberOfRecords: directoryDetails.length,
		totalAvailableRecords: total,
		enterpriseDirectory: { directoryDetails: directoryDetails as never },
	}),
});

function find(personName: string, limit = 50) {
	const connection = fakeConnection();
	connection.http
		.on(
			'GET',
			/start=1&/,
			directory(1, 3, [
				person('al@x', 'Alice', 'Stone', '1004'),
				person(ALICE, 'Alice', 'Adams', '1001'),
			]),
		)
		.on(
			'GET',
			/start=3&/,
			directory(3, 3, [
				{
					...person('q@x', 'Alice', 'Adams', '1080'),
					additionalDetails: { serviceName: 'Call Center' },
				},
			]),
		);
	const parameters: Record<string, unknown> = { personName, limit };
	const work = findUserOperation.run({
		client: { connection, ownUserId: ALICE },
		parameter: (name: string, fallback?: unknown) => parameters[name] ?? fallback,
	} as never) as Promise<Array<{ userId: string; phone: string }>>;
	return { work, http: connection.http };
}

it.each([
	['alice adams', [ALICE]],
	['Adams, Alice', [ALICE]],
	['1001 alice', [ALICE]],
	['Alice', ['al@x', ALICE]],
	['Alice Brown', []],
])('%s finds %j, and no queue of that name', async (name, wanted) => {
	const { work } = find(name);
	expect((await work).map(({ userId }) => userId)).toEqual(wanted);
});

it('asks the server for the longest word, page after page, and says what to dial', async () => {
	const { work, http } = find('al adams');
	expect(await work).toMatchObject([{ name: 'Alice Adams', phone: '1001', extension: '1001' }]);
	const searches = http.sent.map(({ url }) => new URL(url));
	expect(searches.map(({ pathname }) => pathname)).toEqual(
		Array.from({ length: 2 }, () => `${ACTIONS}/v2.0/user/${ALICE}/directories/Enterprise`),
	);
	expect(searches[0].searchParams.get('lastName')).toBe('*adams*/i');
});

it('stops at the limit', async () => {
	const { work, http } = find('alice', 1);
	expect(await work).toHaveLength(1);
	expect(http.sent).toHaveLength(1);
});

it('needs a name', async () => {
	const { work, http } = find(' ');
	const error = await telephonyError(work, 'badRequest');
	expect(error.message).toBe('The parameter "Name or Extension" is empty');
	expect(http.sent).toEqual([]);
});
