import {
	chatPages,
	createPost,
	deletePost,
	getChat,
	getPerson,
	getPost,
	openConversation,
	openFile,
	postPages,
	updatePost,
	uploadFile,
} from '../../../../nodes/RingCentral/client/messaging/teamMessaging';
import { multipart } from '../../../../nodes/RingCentral/client/transport/multipart';
import { FakeRandom } from '../../../support/fakes/fakePorts';
import { jsonFixture } from '../../../support/jsonFixtures';
import {
	gather,
	json,
	queryOf,
	readAll,
	restBench,
	SERVER,
	streamOf,
} from '../support/restSupport';

const ANY = /./;
const hour = (index: number) => new Date(Date.UTC(2026, 0, 1, 24 - index)).toISOString();

/** 12 posts, one an hour, newest first; three to a page. */
function posts(order: 'newest' | 'oldest' = 'newest') {
	const all = Array.from({ length: 12 }, (_, index) => ({ id: index, creationTime: hour(index) }));
	if (order === 'oldest') all.reverse();
	return ({ url }: { url: string }) => {
		const start = Number(queryOf(url).pageToken ?? 0);
		const nextPageToken = start + 3 < 12 ? String(start + 3) : undefined;
		return json({ records: all.slice(start, start + 3), navigation: { nextPageToken } });
	};
}

const ids = (records: Array<Record<string, unknown>>) => records.map(({ id }) => id);

describe('posts', () => {
	test('of a chat come from the current path', async () => {
		const { connection, http } = restBench();
		http.on('GET', ANY, json(jsonFixture('ringCentral/seed004.glip-posts.json')));
		const found = await gather(postPages(connection, '155654'));
		expect(ids(found)).toEqual(['1542094852']);
		expect(http.lines()).toEqual(['GET /team-messaging/v1/chats/155654/posts?recordCount=250']);
	});

	test('of a chat come from the old path by wish', async () => {
		const { connection, http } = restBench();
		http.on('GET', ANY, json({ records: [] }));
		await gather(postPages(connection, '155654', {}, { recordCount: 30 }, 'glip'));
		expect(http.lines()).toEqual(['GET /restapi/v1.0/glip/groups/155654/posts?recordCount=30']);
	});

	test('of a period are picked here; what is older is not even read', async () => {
		const { connection, http } = restBench();
		http.on('GET', ANY, posts());
		const period = { from: hour(4), to: hour(2) };
		expect(ids(await gather(postPages(connection, 'c', period)))).toEqual([2, 3, 4]);
		// The third page is the first that lies before the period.
		expect(http.sent).toHaveLength(3);
	});

	test('that come oldest first are read to the end', async () => {
		const { connection, http } = restBench();
		http.on('GET', ANY, posts('oldest'));
		const period = { from: hour(4), to: hour(2) };
		expect(ids(await gather(postPages(connection, 'c', period)))).toEqual([4, 3, 2]);
		expect(http.sent).toHaveLength(4);
	});

	test.each([
		[{ from: hour(100) }, 5, [0, 1, 2, 3, 4], 2],
		[{}, 5, [0, 1, 2, 3, 4], 2],
		[{ to: hour(10) }, undefined, [10, 11], 4],
	])('of %j with a limit of %s', async (period, limit, wanted, asked) => {
		const { connection, http } = restBench();
		http.on('GET', ANY, posts());
		expect(ids(await gather(postPages(connection, 'c', period, { limit })))).toEqual(wanted);
		expect(http.sent).toHaveLength(asked);
	});

	test('without a time belong to no period', async () => {
		const { connection, http } = restBench();
		http.on('GET', ANY, json({ records: [{ id: 1, creationTime: null }] }));
		expect(await gather(postPages(connection, 'c', { from: hour(1) }))).toEqual([]);
		expect(await gather(postPages(connection, 'c'))).toHaveLength(1);
	});

	test('are created with what is given, and only that', async () => {
		const { connection, http } = restBench();
		http.on('POST', ANY, json({ id: '1' }, 201));
		const attachments = [{ id: '9', type: 'File' }];
		await createPost(connection, 'c/1', { text: 'Hi', attachments, parentPostId: '' });
		await createPost(connection, 'c', { text: 'Hi', threadId: 't', parentPostId: 'p' }, 'glip');
		await createPost(connection, 'c', { attachments });
		expect(http.lines()).toEqual([
			'POST /team-messaging/v1/chats/c%2F1/posts',
			'POST /restapi/v1.0/glip/groups/c/posts',
			'POST /team-messaging/v1/chats/c/posts',
		]);
		expect(http.sent.map(({ body }) => JSON.parse(String(body)) as unknown)).toEqual([
			{ text: 'Hi', attachments },
			{ text: 'Hi', threadId: 't', parentPostId: 'p' },
			{ attachments },
		]);
	});

	test.each([[{}], [{ text: '  ' }], [{ attachments: [] }]])(
		'of nothing are refused: %j',
		async (post) => {
			const { connection, http } = restBench();
			await expect(createPost(connection, 'c', post)).rejects.toMatchObject({ kind: 'badRequest' });
			expect(http.sent).toEqual([]);
		},
	);

	test('are read, changed and deleted', async () => {
		const { connection, http } = restBench();
		http.on('GET', ANY, json({ id: '2' })).on('PATCH', ANY, json({ id: '2', text: 'new' }));
		http.on('DELETE', ANY, { status: 204 });
		expect(await getPost(connection, '1', '2')).toEqual({ id: '2' });
		expect(await updatePost(connection, '1', '2', 'new')).toEqual({ id: '2', text: 'new' });
		await deletePost(connection, '1', '2', 'glip');
		expect(http.lines()).toEqual([
			'GET /team-messaging/v1/chats/1/posts/2',
			'PATCH /team-messaging/v1/chats/1/posts/2',
			'DELETE /restapi/v1.0/glip/chats/1/posts/2',
		]);
		expect(http.sent[1].body).toBe('{"text":"new"}');
	});
});

test('chats, by type', async () => {
	const { connection, http } = restBench();
	http.on('GET', ANY, json({ records: [{ id: '1' }] }));
	expect(await gather(chatPages(connection))).toEqual([{ id: '1' }]);
	await gather(chatPages(connection, ['Team', 'Direct'], { limit: 5 }, 'glip'));
	expect(http.lines()).toEqual([
		'GET /team-messaging/v1/chats?recordCount=250',
		'GET /restapi/v1.0/glip/chats?type=Team&type=Direct&recordCount=5',
	]);
});

test('one chat, one person, a conversation', async () => {
	const { connection, http } = restBench();
	http.on('GET', ANY, json({ id: '1' })).on('POST', ANY, json({ id: '1' }));
	await getChat(connection, '1');
	await getPerson(connection, 'glip-29507587');
	await openConversation(connection, [{ id: '1' }, { email: 'a@example.com' }]);
	expect(http.lines()).toEqual([
		'GET /team-messaging/v1/chats/1',
		'GET /team-messaging/v1/persons/glip-29507587',
		'POST /team-messaging/v1/conversations',
	]);
	expect(http.sent[2].body).toBe('{"members":[{"id":"1"},{"email":"a@example.com"}]}');
});

describe('files', () => {
	const file = { name: 'a"b.txt', bytes: Buffer.from('text'), mimeType: 'text/plain' };

	test.each([
		['a list of one', [{ id: '5', name: 'a' }]],
		['an object', { id: '5', name: 'a' }],
	])('are uploaded as a form; the answer may be %s', async (_name, answer) => {
		const { connection, http } = restBench();
		http.on('POST', ANY, json(answer));
		expect(await uploadFile(connection, { ...file, chatId: '7' })).toEqual({ id: '5', name: 'a' });
		const [{ url, headers, body }] = http.sent;
		expect(queryOf(url)).toEqual({ name: 'a"b.txt', groupId: '7' });
		const boundary = /boundary=(.+)$/.exec(headers?.['Content-Type'] ?? '')?.[1];
		expect(Buffer.from(body as Uint8Array).toString()).toBe(
			[
				`--${boundary}`,
				'Content-Disposition: form-data; name="body"; filename="a%22b.txt"',
				'Content-Type: text/plain',
				'',
				'text',
				`--${boundary}--`,
				'',
			].join('\r\n'),
		);
	});

	test.each([[[]], [{}], [{ id: null }]])('without an id in the answer %j fail', async (answer) => {
		const { connection, http } = restBench();
		http.on('POST', ANY, json(answer));
		await expect(uploadFile(connection, file)).rejects.toMatchObject({
			kind: 'protocolViolation',
		});
	});

	test('are opened by their address', async () => {
		const { connection, http } = restBench();
		http.onStream(() => streamOf(200, {}, 'text'));
		const { body } = await openFile(connection, `${SERVER}/restapi/v1.0/file/1`);
		expect((await readAll(body)).toString()).toBe('text');
	});
});

test('a form is what a form parser reads', async () => {
	const bytes = Buffer.from([0, 13, 10, 255]);
	const form = multipart(
		[
			{ name: 'json', content: '{"a":"ü"}', contentType: 'application/json' },
			{ name: 'file', content: bytes, contentType: 'image/png', fileName: 'ü\n.png' },
		],
		new FakeRandom(),
	);
	const response = new Response(new Uint8Array(form.bytes), {
		headers: { 'content-type': form.contentType },
	});
	const read = await response.formData();
	expect(read.get('json')).toBe('{"a":"ü"}');
	const file = read.get('file') as File;
	expect(Buffer.from(await file.arrayBuffer())).toEqual(bytes);
	expect(file.type).toBe('image/png');
});

test('a content type cannot bring a header of its own', () => {
	const part = { name: 'a', content: '', contentType: 'text/plain\r\nX-Evil: 1' };
	expect(() => multipart([part], new FakeRandom())).toThrow('is not a content type');
});
