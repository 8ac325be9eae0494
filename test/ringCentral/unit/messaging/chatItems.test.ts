import { operationBench } from '../support/operationSupport';
import { json } from '../support/restSupport';

const ANY = /./;

async function sent(operation: string, parameters: object, answer: unknown = { id: '1' }) {
	const bench = operationBench();
	for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const) {
		bench.http.on(method, ANY, json(answer));
	}
	const run = { parameters: { ...parameters }, timeZone: 'Europe/Berlin' };
	const items = await bench.run('teamMessaging', operation, run);
	const bodies = bench.http.sent.map(({ body }): unknown =>
		body === undefined ? undefined : JSON.parse(Buffer.from(body as never).toString('utf8')),
	);
	return { items, bodies, lines: bench.http.lines() };
}

const refused = async (operation: string, parameters: object) =>
	await expect(sent(operation, parameters)).rejects.toMatchObject({ kind: 'badRequest' });

describe('cards', () => {
	test('as JSON, with type and version where they are left out', async () => {
		const card = { version: '1.4', body: [] };
		const given = { cardId: '7', cardFrom: 'json', card };
		const { lines, bodies } = await sent('updateCard', given);
		expect(lines).toEqual(['PUT /team-messaging/v1/adaptive-cards/7']);
		expect(bodies).toEqual([{ type: 'AdaptiveCard', version: '1.4', body: [] }]);
	});

	test('buttons without an address and empty facts are left out', async () => {
		const { lines, bodies } = await sent('createCard', {
			chatId: '5',
			cardTitle: 'Call',
			facts: { values: [{ title: '', value: '' }] },
			buttons: { values: [{ title: 'Open', url: ' ' }] },
		});
		expect(lines).toEqual(['POST /team-messaging/v1/chats/5/adaptive-cards']);
		expect(bodies).toEqual([
			{
				type: 'AdaptiveCard',
				version: '1.3',
				body: [
					{
						type: 'Container',
						items: [{ type: 'TextBlock', text: 'Call', weight: 'Bolder', size: 'Medium' }],
					},
				],
			},
		]);
	});

	test.each([
		['createCard', { chatId: '5' }],
		['createCard', { chatId: '5', cardFrom: 'json', card: '' }],
		['createCard', { chatId: '5', cardFrom: 'json', card: '[1]' }],
		['getCard', { cardId: ' ' }],
	])('%s %j is refused', refused);
});

describe('tasks', () => {
	test('times go out in UTC, and the answer of a change is the task', async () => {
		const options = { dueDate: '2026-07-01T10:00:00', color: 'Red', section: ' ' };
		const given = { taskId: '9', assignees: ['1', '2'], options };
		const { lines, bodies, items } = await sent('updateTask', given, { records: [{ id: '9' }] });
		expect(lines).toEqual(['PATCH /team-messaging/v1/tasks/9']);
		expect(bodies).toEqual([
			{ assignees: [{ id: '1' }, { id: '2' }], color: 'Red', dueDate: '2026-07-01T08:00:00.000Z' },
		]);
		expect(items).toEqual([{ id: '9' }]);
	});

	test('an answer without the task is no success', async () => {
		const given = { taskId: '9', newSubject: 'x' };
		await expect(sent('updateTask', given, { records: [] })).rejects.toMatchObject({
			kind: 'protocolViolation',
		});
	});

	test('one is opened again', async () => {
		const { lines, bodies } = await sent('completeTask', { taskId: '9', completed: false });
		expect(lines).toEqual(['POST /team-messaging/v1/tasks/9/complete']);
		expect(bodies).toEqual([{ status: 'Incomplete' }]);
	});

	test.each([
		['createTask', { chatId: '5', subject: 'x' }],
		['createTask', { chatId: '5', subject: '', assignees: ['1'] }],
		['updateTask', { taskId: '9', options: { section: '' } }],
	])('%s %j is refused', refused);
});

test('a note is published unless it is to stay a draft', async () => {
	const note = { chatId: '5', noteTitle: 'x', noteBody: '' };
	const draft = await sent('createNote', { ...note, publish: false });
	expect(draft.lines).toEqual(['POST /team-messaging/v1/chats/5/notes']);
	expect(draft.bodies).toEqual([{ title: 'x' }]);
	const open = await sent('createNote', note);
	expect(open.lines).toEqual([
		'POST /team-messaging/v1/chats/5/notes',
		'POST /team-messaging/v1/notes/1/publish',
	]);
});

test('a team: an empty description takes it away, an empty name does not', async () => {
	const options = { name: ' ', description: '', public: false };
	const { lines, bodies } = await sent('updateTeam', { teamId: '5', options });
	expect(lines).toEqual(['PATCH /team-messaging/v1/teams/5']);
	expect(bodies).toEqual([{ description: '', public: false }]);
	await refused('updateTeam', { teamId: '5', options: { name: '' } });
	await refused('addTeamMembers', { teamId: '5', members: ' ' });
});
