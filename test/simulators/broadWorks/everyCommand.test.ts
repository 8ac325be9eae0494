import { XSI_COMMANDS } from '../../../nodes/BroadWorks/client/commands/commands';
import { startXsiSimulator, type XsiSimulator } from './index';
import { seen, TestClient } from './testClient';

const VALUES: Record<string, string> = {
	userId: 'alice@example.net',
	callCenterId: 'queue@example.net',
	routePointId: 'routepoint@example.net',
	bridgeId: 'bridge@example.net',
	groupId: 'sales',
};

/** The methods at a path that the simulator does not offer. */
async function refused(admin: TestClient, path: string, methods: readonly string[]) {
	const filled = path
		.replace('/v2.0', '')
		.replace(/\{(\w+)\}/g, (_all, name: string) => VALUES[name] ?? 'x');
	const lines: string[] = [];
	for (const method of methods) {
		const { status, text } = await admin.actions(method, filled);
		if (status >= 500) lines.push(`${method} ${path}: ${status}`);
		if (status === 405 || text.includes('The resource does not exist.')) {
			lines.push(`${method} ${path}`);
		}
	}
	return lines;
}

describe('every command of the interface', () => {
	let simulator: XsiSimulator;
	let admin: TestClient;
	beforeAll(async () => {
		simulator = await startXsiSimulator({ autoPickUp: null, outsideAnswers: null });
		admin = new TestClient(simulator);
	});
	afterAll(async () => await simulator.close());

	test.each(XSI_COMMANDS)('$path is there, with $methods', async ({ path, methods }) => {
		expect(await refused(admin, path, methods)).toEqual([]);
		expect(seen.problems).toEqual([]);
	});

	test('are 446', () => {
		expect(XSI_COMMANDS.flatMap(({ methods }) => methods)).toHaveLength(446);
	});
});
