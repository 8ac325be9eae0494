import { startXsiSimulator, type XsiSimulator } from '../index';
import { RECORDS } from './records';
import { DOCUMENTS, PARENT, wholeBase } from './recordSamples';
import { seen, TestClient } from '../testClient';

const NAMESPACE = 'xmlns="http://schema.broadsoft.com/xsi"';

describe('what a user has several of', () => {
	let simulator: XsiSimulator;
	let alice: TestClient;
	beforeEach(async () => {
		simulator = await startXsiSimulator();
		alice = new TestClient(simulator, 'alice@example.net');
	});
	afterEach(async () => {
		await simulator.close();
		expect(seen.problems).toEqual([]);
	});

	test.each(RECORDS)('$base: made, read, changed and deleted', async ({ base, root }) => {
		const { made, id, changed } = DOCUMENTS[root];
		const path = `/user/alice@example.net/${wholeBase(base)}`;
		const document = (inside: string) => `<${root} ${NAMESPACE}>${inside}</${root}>`;
		const parent = document(PARENT.made).replaceAll(root, PARENT.root);
		await alice.actions('POST', `/user/alice@example.net/${PARENT.base}`, parent);
		const created = await alice.actions('POST', path, document(made));
		expect(created.status).toBe(201);
		const name = id || decodeURIComponent(String(created.headers.location).split('/').at(-1) ?? '');
		const one = `${path}/${encodeURIComponent(name)}`;
		expect((await alice.actions('GET', one)).text).toContain(made);
		expect((await alice.actions('PUT', one, document(changed))).status).toBe(200);
		expect((await alice.actions('GET', one)).text).toContain(changed);
		if (id !== '') expect((await alice.actions('POST', path, document(made))).status).toBe(409);
		expect((await alice.actions('DELETE', one)).status).toBe(200);
		expect((await alice.actions('GET', one)).status).toBe(404);
		expect((await alice.actions('POST', path, '<DoNotDisturb/>')).status).toBe(400);
	});

	test.each([
		['services/meetmeconference/other@x', 404],
		['services/meetmeconference/bridge@example.net', 200],
		['services/meetmeconference', 200],
		['services/collaborate', 200],
		['profile/Schedule', 200],
		['fax', 200],
		['fax/8', 404],
	])('%s answers %i', async (path, status) => {
		expect((await alice.actions('GET', `/user/alice@example.net/${path}`)).status).toBe(status);
	});
});
