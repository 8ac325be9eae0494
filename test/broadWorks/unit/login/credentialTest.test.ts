import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { broadWorksXsiApiTest } from '../../../../nodes/BroadWorks/credentialTest';
import { fixture } from '../../../support/fixtures';
import { ACTIONS, errorInfo } from '../support/xsi';
import { credentialTestContext } from '../../../support/contexts/credentialTestContext';

type Answer = { status: number; body?: string };

const XML = 'application/xml;charset=UTF-8';
const VERSIONS =
	'<Versions xmlns="http://schema.broadsoft.com/xsi"><version>2.0</version></Versions>';

describe('the test of the credential', () => {
	const servers: Server[] = [];

	afterEach(() => {
		for (const server of servers.splice(0)) {
			server.close();
			server.closeAllConnections();
		}
	});

	/** What the test says about a server with these answers by path; anything else is a bare 404. */
	async function verdict(answers: Record<string, Answer>, fields: object = {}) {
		const server = createServer((request, response) => {
			const { status, body = '' } = answers[request.url ?? ''] ?? { status: 404 };
			response.writeHead(status, { 'Content-Type': XML }).end(body);
		});
		servers.push(server);
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as AddressInfo;
		const data = {
			serverUrl: `http://127.0.0.1:${port}`,
			authentication: 'basic',
			userId: 'admin@example.net',
			password: 'secret',
			...fields,
		};
		return await broadWorksXsiApiTest.call(credentialTestContext(), { data } as never);
	}

	const profile = `${ACTIONS}/v2.0/user/admin@example.net/profile`;
	const versions = `${ACTIONS}/versions`;
	const isOk = { status: 'OK' };
	const isWrongAddress = {
		status: 'Error',
		message: expect.stringMatching(/^Wrong address/) as string,
	};

	it('accepts a server that gives the profile', async () => {
		const body = fixture('composed/profile.xml');
		expect(await verdict({ [profile]: { status: 200, body } })).toMatchObject(isOk);
	});

	it('accepts an administrator, who has no profile, whatever the 404 looks like', async () => {
		const body = errorInfo('no such user', '1');
		expect(await verdict({ [profile]: { status: 404, body } })).toMatchObject(isOk);
		expect(await verdict({ [versions]: { status: 200, body: VERSIONS } })).toMatchObject(isOk);
	});

	it.each([
		['has nothing there', {}],
		['answers with a document of its own', { [profile]: { status: 200, body: '<ok/>' } }],
		['answers with no document', { [profile]: { status: 200, body: '{"ok":true}' } }],
		['answers with nothing', { [profile]: { status: 200 } }],
		['has no such versions', { [versions]: { status: 200, body: '<html/>' } }],
	])('calls it a wrong address when the server %s', async (_name, answers) => {
		const { status, message } = await verdict(answers);
		expect([status, message]).toEqual(['Error', expect.stringMatching(/address/)]);
	});

	it('does not call an empty user ID a wrong password', async () => {
		const { status, message } = await verdict({}, { userId: ' ' });
		expect([status, message]).toEqual([
			'Error',
			expect.stringMatching(/^The User ID of the credential is empty/),
		]);
	});

	it('asks for the versions when a token names no user', async () => {
		const token = { authentication: 'bearer', accessToken: 't', userId: '' };
		const answers = { [versions]: { status: 200, body: VERSIONS } };
		expect(await verdict(answers, token)).toMatchObject(isOk);
		expect(await verdict({}, token)).toMatchObject(isWrongAddress);
	});

	it.each([400, 403, 404, 409])(
		'calls it a wrong address when a web page comes with %i',
		async (status) => {
			const page = { status, body: '<html><body>nothing here</body></html>' };
			const answers = { [profile]: page, [versions]: page };
			expect(await verdict(answers)).toMatchObject(isWrongAddress);
		},
	);

	it.each([
		[401, /^Wrong password/],
		[403, /^No right/],
		[503, /not available/],
	])('tells %i apart', async (status, message) => {
		expect(await verdict({ [profile]: { status } })).toMatchObject({
			status: 'Error',
			message: expect.stringMatching(message) as string,
		});
	});
});
