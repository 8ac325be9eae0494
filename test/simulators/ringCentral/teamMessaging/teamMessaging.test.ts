import { ALICE, BOB, CAROL, TestClient } from '../testClient';
import { GUEST_ID } from './chats';

const TM = '/team-messaging/v1';
const TEAM = '1002';

interface Page {
	records: { id: string; [name: string]: unknown }[];
	navigation: { prevPageToken?: string; nextPageToken?: string };
}

describe('team messaging of the RingCentral simulator', () => {
	let client: TestClient;
	beforeEach(async () => {
		client = await TestClient.start();
	});
	afterEach(async () => expect(await client.stop()).toEqual([]));

	const page = async (path: string, as?: string) => {
		const { status, body } = await client.get(TM + path, as);
		expect(status).toBe(200);
		return body as unknown as Page;
	};
	const names = () => client.events.map(({ body }) => body.eventType);

	test('chats of the user by type', async () => {
		const all = await page('/chats', 'alice');
		expect(all.records.map(({ type }) => type).sort()).toEqual([
			'Direct',
			'Everyone',
			'Personal',
			'Team',
		]);
		const some = await page('/chats?type=Team&type=Direct', 'carol');
		expect(some.records.map(({ id }) => id)).toEqual([TEAM]);
		expect((await client.get(`${TM}/chats/1003`, 'carol')).body.parameterName).toBe('chatId');
		expect((await page('/teams')).records).toMatchObject([{ name: 'Sales team' }]);
		expect((await page('/recent/chats?type=Team')).records).toHaveLength(1);
		expect((await client.get(`${TM}/everyone`)).body).toMatchObject({ name: 'Everyone' });
		expect((await client.get(`${TM}/chats?type=Club`)).body.parameterName).toBe('type');
	});

	test('posts: write, read, change, remove, each with its event', async () => {
		const posts = `${TM}/chats/${TEAM}/posts`;
		const text = `Hello ![:Person](${BOB}) and ![:Team](${TEAM})`;
		const written = await client.send('POST', posts, { json: { text } });
		expect(written.status).toBe(201);
		expect(written.body).toMatchObject({
			groupId: TEAM,
			creatorId: ALICE,
			addedPersonIds: null,
			mentions: [
				{ id: BOB, type: 'Person', name: 'Bob Brown' },
				{ id: TEAM, type: 'Team', name: 'Sales team' },
			],
		});
		const path = `${posts}/${String(written.body.id)}`;
		expect((await client.get(path, 'carol')).body.text).toBe(text);
		const change = async (as: string) =>
			await client.send('PATCH', path, { json: { text: 'Bye' }, as });
		expect((await change('bob')).status).toBe(403);
		expect((await change('alice')).body.text).toBe('Bye');
		expect((await client.send('DELETE', path, { as: 'bob' })).status).toBe(403);
		expect((await client.send('DELETE', path)).status).toBe(204);
		expect((await client.get(path)).body.parameterName).toBe('postId');
		expect(names()).toEqual(['PostAdded', 'PostChanged', 'PostRemoved']);
		expect(client.events[2].body).toEqual({ id: written.body.id, eventType: 'PostRemoved' });
		expect(client.events[0].visibleTo).toContain(CAROL);
	});

	test('what cannot be written', async () => {
		const write = async (json: object, chat = TEAM) => {
			const { status, body } = await client.send('POST', `${TM}/chats/${chat}/posts`, { json });
			return [status, body.parameterName];
		};
		expect(await write({})).toEqual([400, 'text']);
		expect(await write({ text: 5 })).toEqual([400, 'text']);
		expect(await write({ text: 'x', parentPostId: '1' })).toEqual([400, 'parentPostId']);
		expect(await write({ text: 'x' }, '999')).toEqual([404, 'chatId']);
		expect(await write({ attachments: [{ id: '1', type: 'File' }] })).toEqual([
			400,
			'attachments[0].id',
		]);
	});

	test('pages by token hold still while posts come in, and carry their filters', async () => {
		const { chats } = client.world;
		for (let n = 0; n < 5; n++) {
			chats.post({ chatId: TEAM, creatorId: n % 2 ? BOB : GUEST_ID, text: `${n}`, silent: true });
		}
		const texts = ({ records }: Page) => records.map(({ text }) => text);
		const first = await page(`/chats/${TEAM}/posts?recordCount=2`);
		expect(texts(first)).toEqual(['4', '3']);
		chats.post({ chatId: TEAM, creatorId: BOB, text: 'new' });
		const token = first.navigation.nextPageToken ?? '';
		const second = await page(`/chats/${TEAM}/posts?recordCount=2&pageToken=${token}`);
		expect(texts(second)).toEqual(['2', '1']);
		const next = second.navigation.nextPageToken ?? '';
		const last = await page(`/chats/${TEAM}/posts?recordCount=2&pageToken=${next}`);
		expect(texts(last)).toEqual(['0']);
		expect(last.records[0].creatorId).toBe(GUEST_ID);
		expect(last.navigation.nextPageToken).toBeUndefined();
		const chatsPage = await page('/chats?type=Team&type=Everyone&recordCount=1');
		const more = await page(`/chats?recordCount=1&pageToken=${chatsPage.navigation.nextPageToken}`);
		expect([...chatsPage.records, ...more.records].map(({ type }) => type).sort()).toEqual([
			'Everyone',
			'Team',
		]);
		const wrong = await client.get(`${TM}/chats/${TEAM}/posts?pageToken=x`);
		expect(wrong.body.parameterName).toBe('pageToken');
		const many = await client.get(`${TM}/chats/${TEAM}/posts?recordCount=251`);
		expect(many.body.parameterName).toBe('recordCount');
	});

	test('posts are listed by time, however they were put in', async () => {
		const now = client.clock.now();
		for (const ago of [5, 1, 9]) {
			client.world.chats.post({
				chatId: TEAM,
				creatorId: BOB,
				text: `${ago}`,
				at: now - ago,
				silent: true,
			});
		}
		const { records } = await page(`/chats/${TEAM}/posts`);
		expect(records.map(({ text }) => text)).toEqual(['1', '5', '9']);
	});

	test('a thread', async () => {
		const posts = `${TM}/chats/${TEAM}/posts`;
		const { body } = await client.send('POST', posts, { json: { text: 'question' } });
		const reply = await client.send('POST', posts, {
			json: { text: 'answer', parentPostId: body.id },
			as: 'bob',
		});
		expect(reply.body).toMatchObject({ parentPostId: body.id, threadId: body.id });
		const thread = await page(`/chats/${TEAM}/threads/${String(body.id)}/posts`);
		expect(thread.records.map(({ text }) => text)).toEqual(['answer', 'question']);
		expect((await client.get(`${TM}/chats/${TEAM}/threads/1/posts`)).status).toBe(404);
	});

	test('persons: users by their extension id, guests by an id of their own', async () => {
		expect((await client.get(`${TM}/persons/${BOB}`)).body).toMatchObject({ lastName: 'Brown' });
		expect((await client.get(`${TM}/persons/${GUEST_ID}`)).body).toMatchObject({
			id: GUEST_ID,
			email: 'gina@guest.example',
		});
		expect((await client.get(`${TM}/persons/1`)).body.parameterName).toBe('personId');
		expect((await client.get(`${TM}/companies/~`)).body).toMatchObject({ name: 'Example' });
	});

	test('a conversation is opened once', async () => {
		const open = async (members: object[]) =>
			await client.send('POST', `${TM}/conversations`, { json: { members } });
		const direct = await open([{ id: BOB }]);
		expect([direct.status, direct.body.id]).toEqual([200, '1003']);
		const group = await open([{ id: BOB }, { email: 'carol@example.com' }]);
		expect([group.status, group.body.type]).toEqual([201, 'Group']);
		expect((await open([{ id: CAROL }, { id: BOB }])).body.id).toBe(group.body.id);
		expect((await open([{ id: '5' }])).body.parameterName).toBe('members[0].id');
		expect(names()).toEqual(['GroupJoined']);
		const list = await page('/conversations');
		expect(list.records.map(({ type }) => type).sort()).toEqual(['Direct', 'Group', 'Personal']);
		const one = await client.get(`${TM}/conversations/${String(group.body.id)}`, 'carol');
		expect(one.status).toBe(200);
		expect((await client.get(`${TM}/conversations/${TEAM}`)).status).toBe(404);
	});

	test('a team: make, add, remove, archive', async () => {
		const { status, body } = await client.send('POST', `${TM}/teams`, {
			json: { name: 'Support', public: true, members: [{ id: BOB }] },
		});
		expect(status).toBe(201);
		const team = `${TM}/teams/${String(body.id)}`;
		const change = async (what: string, json?: object) =>
			(await client.send('POST', `${team}/${what}`, { json })).status;
		expect(await change('add', { members: [{ id: CAROL }] })).toBe(204);
		expect(await change('remove', { members: [{ id: BOB }] })).toBe(204);
		expect((await client.get(team)).body.members).toEqual([{ id: ALICE }, { id: CAROL }]);
		expect(await change('archive')).toBe(204);
		const posts = `${TM}/chats/${String(body.id)}/posts`;
		expect((await client.send('POST', posts, { json: { text: 'x' } })).status).toBe(400);
		expect(await change('unarchive')).toBe(204);
		expect((await client.send('POST', posts, { json: { text: 'x' } })).status).toBe(201);
	});

	test('a file is uploaded, attached and read', async () => {
		const form = new FormData();
		form.append('body', new Blob(['hello'], { type: 'text/plain' }), 'note.txt');
		const uploaded = await client.send('POST', `${TM}/files`, { body: form });
		const [file] = uploaded.body as unknown as { id: string; contentUri: string }[];
		expect(uploaded.body).toMatchObject([{ name: 'note.txt' }]);
		const content = await client.get(file.contentUri);
		expect(new TextDecoder().decode(content.bytes)).toBe('hello');
		const post = await client.send('POST', `${TM}/chats/${TEAM}/posts`, {
			json: { attachments: [{ id: file.id, type: 'File' }] },
		});
		expect(post.body.attachments).toMatchObject([{ id: file.id, name: 'note.txt' }]);
		const again = new FormData();
		again.append('body', new Blob(['x']), 'a.txt');
		await client.send('POST', `${TM}/files?groupId=${TEAM}&name=b.txt`, { body: again });
		const { records } = await page(`/chats/${TEAM}/posts`);
		expect(records[0].attachments).toMatchObject([{ name: 'b.txt' }]);
	});

	test('too many posts in a day are answered with 500', async () => {
		const other = await TestClient.start({ postsPerDay: 1 });
		const post = async () =>
			(await other.send('POST', `${TM}/chats/${TEAM}/posts`, { json: { text: 'x' } })).status;
		expect([await post(), await post()]).toEqual([201, 500]);
		expect(await other.stop()).toEqual([]);
	});

	test('old paths are answered when they are on', async () => {
		const path = `/restapi/v1.0/glip/groups/${TEAM}/posts`;
		expect((await client.get(path)).status).toBe(404);
		const other = await TestClient.start({ oldPaths: true });
		expect((await other.send('POST', path, { json: { text: 'x' } })).status).toBe(201);
		expect((await other.get(path)).body.records).toHaveLength(1);
		expect((await other.get(`/restapi/v1.0/glip/persons/${BOB}`)).status).toBe(200);
		expect(await other.stop()).toEqual([]);
	});
});
