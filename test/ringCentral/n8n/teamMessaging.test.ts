import type { N8nApi } from '../../../n8n-driver/rest/api';
import type { JsonObject } from '../../../n8n-driver/rest/rest-types';
import { ids, runWithFile, startAccount, type RingCentralAccount } from './support/ringCentral';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import { byId, nodeNames } from '../../support/n8n/workflows';

const messaging = (operation: string, more: JsonObject = {}): JsonObject => ({
	resource: 'teamMessaging',
	operation,
	...more,
});
const team = '1002';
const inTeam = { chatId: byId(team) };

describe('RingCentral team messaging', () => {
	let api: N8nApi;
	let account: RingCentralAccount;

	beforeAll(async () => {
		api = await sharedN8n();
		account = await startAccount(api, { oldPaths: true });
	});
	afterAll(async () => await account.remove());
	beforeEach(() => {
		const chat = account.world.chats.chats.get(team);
		if (chat) chat.posts = [];
	});

	const posts = () => account.world.chats.chats.get(team)?.posts ?? [];
	const write = (text: string, creatorId = ids.alice, minutesAgo = 0) =>
		account.world.chats.post({
			chatId: team,
			creatorId,
			text,
			at: account.world.now() - minutesAgo * 60_000,
		});

	test('Create Post, one for each item', async () => {
		const create = messaging('createPost', { ...inTeam, text: '={{ $json.text }}' });
		const items = [{ text: 'first' }, { text: 'second' }];
		const made = await account.items(create, { items });
		expect(made).toMatchObject([
			{ text: 'first', groupId: team, creatorId: ids.alice },
			{ text: 'second' },
		]);
		expect(posts().map(({ text }) => text)).toEqual(['first', 'second']);
	});

	test('Create Post as an answer, and without anything to say', async () => {
		const parent = write('a question', ids.bob);
		const answer = messaging('createPost', {
			...inTeam,
			text: 'an answer',
			options: { parentPostId: parent.id },
		});
		expect(await account.items(answer)).toMatchObject([{ parentPostId: parent.id }]);
		const { error } = await account.run(messaging('createPost', { ...inTeam, text: '' }));
		expect(error).toMatch(/needs a text or an attachment/);
	});

	test('Get Posts, newest first: limited, all, and of a period', async () => {
		for (let count = 1; count <= 300; count++) write(`post ${count}`, ids.bob, 600 - count);
		const get = async (more: JsonObject) =>
			(await account.items(messaging('getPosts', { ...inTeam, ...more }))).map(({ text }) => text);
		expect(await get({ limit: 2 })).toEqual(['post 300', 'post 299']);
		expect(await get({ returnAll: true })).toHaveLength(300);
		const options = {
			dateFrom: '={{ $now.minus({ minutes: 302.5 }) }}',
			dateTo: '={{ $now.minus({ minutes: 300.5 }) }}',
		};
		expect(await get({ returnAll: true, options })).toEqual(['post 299', 'post 298']);
	});

	test('Get, Update and Delete Post', async () => {
		const { id } = write('as it was');
		const onPost = { ...inTeam, postId: id };
		expect(await account.items(messaging('getPost', onPost))).toMatchObject([
			{ id, text: 'as it was' },
		]);
		const update = messaging('updatePost', { ...onPost, text: 'as it is' });
		expect(await account.items(update)).toMatchObject([{ text: 'as it is' }]);
		expect(posts()[0].text).toBe('as it is');
		expect(await account.items(messaging('deletePost', onPost))).toEqual([{ deleted: true }]);
		expect(posts()).toEqual([]);
		const { error } = await account.run(messaging('getPost', onPost));
		expect(error).toMatch(/knows nothing/);
	});

	test('Get Chats by type, and one chat', async () => {
		const all = await account.items(messaging('getChats', { returnAll: true }));
		expect(all.length).toBeGreaterThanOrEqual(4);
		const teams = await account.items(messaging('getChats', { types: ['Team'] }));
		expect(teams).toMatchObject([{ id: team, name: 'Sales team', type: 'Team' }]);
		const [chat] = await account.items(messaging('getChat', inTeam));
		expect(chat.members).toContainEqual({ id: ids.bob });
	});

	test('Create Conversation by ID and e-mail address finds or opens the chat', async () => {
		const create = (members: string) => messaging('createConversation', { members });
		expect(await account.items(create(ids.bob))).toMatchObject([{ id: '1003', type: 'Direct' }]);
		const { email } = account.world.people.get(ids.carol);
		const [group] = await account.items(create(`${ids.bob}, ${email}`));
		expect(group).toMatchObject({ type: 'Group' });
		expect(group.members).toHaveLength(3);
		expect((await account.run(create(' '))).error).toMatch(/"Members" is empty/);
	});

	test('Get Person, user and guest', async () => {
		const person = async (personId: string) =>
			await account.items(messaging('getPerson', { personId }));
		expect(await person(ids.bob)).toMatchObject([{ id: ids.bob, firstName: 'Bob' }]);
		expect(await person('glip-29507587')).toMatchObject([{ firstName: 'Gina' }]);
	});

	test('Upload File, attach it, and Download File', async () => {
		const upload = await runWithFile(api, account.credential, messaging('uploadFile'));
		expect({ status: upload.status, error: upload.error }).toMatchObject({ status: 'success' });
		const [file] = upload.output[nodeNames.action];
		expect(file).toMatchObject({ name: 'report.txt' });
		const [post] = await account.items(
			messaging('createPost', {
				...inTeam,
				text: 'the report',
				options: { fileIds: String(file.id) },
			}),
		);
		const [{ contentUri }] = post.attachments as Array<Record<string, string>>;
		const { output, error } = await runWithFile(
			api,
			account.credential,
			messaging('downloadFile', { contentUri }),
			{ reads: true },
		);
		expect(error).toBeUndefined();
		expect(output[nodeNames.action]).toEqual([
			{ fileName: 'report.txt', mimeType: 'text/plain', size: 14 },
		]);
		expect(Buffer.from(String(output.File[0].base64), 'base64').toString()).toBe('a small report');
	});

	test('Upload File into a chat', async () => {
		const upload = await runWithFile(
			api,
			account.credential,
			messaging('uploadFile', { ...inTeam, fileName: 'other.txt' }),
		);
		expect(upload.status).toBe('success');
		expect(posts()[0].attachments).toMatchObject([{ name: 'other.txt' }]);
		const { error } = await account.run(messaging('uploadFile'));
		expect(error).toMatch(/binary/i);
	});

	test('a file that is cut off on the way is an error', async () => {
		const { world } = account;
		const { id } = world.chats.keepFile({
			name: 'long.txt',
			contentType: 'text/plain',
			bytes: Buffer.alloc(5_000, 'x'),
		});
		const contentUri = `${account.url}/team-messaging/v1/files/${id}/content`;
		const { take } = world.faults;
		world.faults.take = (method, url) =>
			url.endsWith('/content') ? { cutAfter: 100 } : take.call(world.faults, method, url);
		const { error } = await account.run(messaging('downloadFile', { contentUri }));
		world.faults.take = take;
		expect(error).toMatch(/cut off|closed the connection|cannot be reached/);
	});

	test('a card pops up, changes and goes', async () => {
		const facts = { values: [{ title: 'Number', value: '+14155550100' }] };
		const buttons = { values: [{ title: 'Open', url: 'https://crm.example/1' }] };
		const content = { cardTitle: 'Call', cardText: 'Alice Adams', facts, buttons };
		const create = messaging('createCard', { ...inTeam, ...content });
		const [{ id: cardId, ...made }] = await account.items(create);
		expect(made).toMatchObject({ type: 'AdaptiveCard', version: '1.3', chatIds: [team] });
		const { cards } = account.world.chatItems;
		expect(cards.get(String(cardId))?.content).toEqual({
			type: 'AdaptiveCard',
			version: '1.3',
			body: [
				{
					type: 'Container',
					items: [
						{ type: 'TextBlock', text: 'Call', weight: 'Bolder', size: 'Medium' },
						{ type: 'TextBlock', text: 'Alice Adams', wrap: true },
						{ type: 'FactSet', facts: [{ title: 'Number', value: '+14155550100' }] },
					],
				},
			],
			actions: [{ type: 'Action.OpenUrl', title: 'Open', url: 'https://crm.example/1' }],
		});
		const json = { cardFrom: 'json', card: '{"body":[{"type":"Container","items":[]}]}' };
		await account.items(messaging('updateCard', { cardId, ...json }));
		expect(await account.items(messaging('getCard', { cardId }))).toMatchObject([
			{ id: cardId, body: [{ type: 'Container', items: [] }] },
		]);
		const empty = await account.run(messaging('createCard', inTeam));
		expect(empty.error).toMatch(/The card shows nothing/);
		expect(await account.items(messaging('deleteCard', { cardId }))).toEqual([{ deleted: true }]);
		expect(cards.size).toBe(0);
	});

	test('a task from start to end', async () => {
		const task = { subject: 'Call back', assignees: [ids.bob], options: { color: 'Red' } };
		const [{ id: taskId }] = await account.items(messaging('createTask', { ...inTeam, ...task }));
		const update = { taskId, assignees: [ids.carol], options: { dueDate: '2027-01-01T10:00:00Z' } };
		expect(await account.items(messaging('updateTask', update))).toMatchObject([
			{ subject: 'Call back', assignees: [{ id: ids.carol }], dueDate: '2027-01-01T10:00:00.000Z' },
		]);
		expect(await account.items(messaging('completeTask', { taskId }))).toEqual([
			{ success: true, taskId, status: 'Complete' },
		]);
		const list = async (filters: JsonObject) =>
			await account.items(messaging('getTasks', { ...inTeam, returnAll: true, filters }));
		expect(await list({ status: ['Completed'], assigneeId: [ids.carol] })).toMatchObject([
			{ id: taskId, status: 'Completed', color: 'Red' },
		]);
		expect(await list({ status: ['Pending'] })).toEqual([]);
		await account.items(messaging('completeTask', { taskId, completed: false }));
		expect(await account.items(messaging('getTask', { taskId }))).toMatchObject([
			{ status: 'Pending' },
		]);
		await account.items(messaging('deleteTask', { taskId }));
		expect(account.world.chatItems.tasks.size).toBe(0);
		const nobody = await account.run(messaging('createTask', { ...inTeam, subject: 'x' }));
		expect(nobody.error).toMatch(/Choose "Assignee Names or IDs"/);
	});

	test('a note is published at once, or later', async () => {
		const note = { ...inTeam, noteTitle: 'A call', noteBody: '<b>Good</b> news' };
		const [made] = await account.items(messaging('createNote', note));
		expect(made).toMatchObject({ status: 'Active', preview: 'Good news' });
		const [draft] = await account.items(messaging('createNote', { ...note, publish: false }));
		expect(draft).toMatchObject({ status: 'Draft' });
		const onDraft = { noteId: draft.id };
		expect(await account.items(messaging('publishNote', onDraft))).toMatchObject([
			{ status: 'Active' },
		]);
		const update = { ...onDraft, noteTitle: 'Another', noteBody: 'Better' };
		expect(await account.items(messaging('updateNote', update))).toMatchObject([
			{ title: 'Another', preview: 'Better' },
		]);
		expect(await account.items(messaging('getNote', onDraft))).toMatchObject([{ body: 'Better' }]);
		const all = await account.items(messaging('getNotes', inTeam));
		expect(all.map(({ id }) => id)).toEqual([draft.id, made.id]);
		for (const { id } of all) await account.items(messaging('deleteNote', { noteId: id }));
		expect(account.world.chatItems.notes.size).toBe(0);
	});

	test('a team is made, changed, filled, left and joined', async () => {
		const create = messaging('createTeam', {
			teamName: 'Deals',
			members: `${ids.bob}, carol@example.com`,
			options: { public: true },
		});
		const [{ id }] = await account.items(create);
		const teamId = byId(String(id));
		const stored = () => account.world.chats.chats.get(String(id));
		expect(stored()).toMatchObject({ name: 'Deals', public: true });
		expect(stored()?.members).toEqual([ids.alice, ids.bob, ids.carol]);
		const options = { name: 'Big deals', description: 'Over a million' };
		await account.items(messaging('updateTeam', { teamId, options }));
		expect(stored()).toMatchObject(options);
		await account.items(messaging('removeTeamMembers', { teamId, members: ids.bob }));
		await account.items(messaging('leaveTeam', { teamId }));
		expect(stored()?.members).toEqual([ids.carol]);
		expect(await account.items(messaging('joinTeam', { teamId }))).toEqual([
			{ success: true, teamId: id },
		]);
		await account.items(messaging('addTeamMembers', { teamId, members: ids.bob }));
		expect(stored()?.members).toEqual([ids.carol, ids.alice, ids.bob]);
		await account.items(messaging('archiveTeam', { teamId }));
		expect(stored()).toMatchObject({ status: 'Archived' });
		await account.items(messaging('unarchiveTeam', { teamId }));
		expect(stored()).toMatchObject({ status: 'Active' });
		await account.items(messaging('deleteTeam', { teamId }));
		expect(stored()).toBeUndefined();
		const { error } = await account.run(messaging('updateTeam', { teamId: byId(team) }));
		expect(error).toMatch(/Choose in "Options"/);
	});

	test('Create Post with mentions', async () => {
		const options = { mentions: [ids.bob] };
		const post = messaging('createPost', { ...inTeam, text: 'please call', options });
		expect(await account.items(post)).toMatchObject([
			{
				text: `![:Person](${ids.bob}) please call`,
				mentions: [{ id: ids.bob, type: 'Person', name: 'Bob Brown' }],
			},
		]);
	});

	test('the old Glip paths, by option', async () => {
		const options = { glipPaths: true };
		await account.items(messaging('createPost', { ...inTeam, text: 'of old', options }));
		expect(account.requests.at(-1)).toMatchObject({
			method: 'POST',
			url: `/restapi/v1.0/glip/groups/${team}/posts`,
			status: 201,
		});
		expect(await account.items(messaging('getPosts', { ...inTeam, options }))).toMatchObject([
			{ text: 'of old' },
		]);
		const people = await account.items(messaging('getPerson', { personId: ids.bob, options }));
		expect(people).toMatchObject([{ id: ids.bob }]);
		expect(account.requests.at(-1)?.url).toBe(`/restapi/v1.0/glip/persons/${ids.bob}`);
	});
});
