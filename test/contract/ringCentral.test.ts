import { APP_PERMISSIONS } from '../../nodes/RingCentral/client/login/permissions';
import { operations } from '../../nodes/RingCentral/operations';
import { loadPackage } from './loaded';

it('calls an operation the same wherever it has the same name', () => {
	const labels = new Map<string, string>();
	for (const { name, label } of operations) {
		expect([name, labels.get(name) ?? label]).toEqual([name, label]);
		labels.set(name, label);
	}
});

it('offers both ways to log in, and shows one credential at a time', async () => {
	const { nodes, credentials } = await loadPackage();
	for (const name of Object.keys(nodes).filter((node) => node.startsWith('ringCentral'))) {
		const { description } = nodes[name];
		const ways = description.credentials?.map((credential) => [
			credential.name,
			credential.displayOptions?.show?.authentication,
		]);
		expect(ways).toEqual([
			['ringCentralOAuth2Api', ['oAuth2']],
			['ringCentralJwtApi', ['jwt']],
		]);
		expect(description.properties[0].name).toBe('authentication');
	}
	expect(credentials.ringCentralOAuth2Api.extends).toEqual(['oAuth2Api']);
	for (const name of ['ringCentralOAuth2Api', 'ringCentralJwtApi']) {
		const field = credentials[name].properties.find((property) => property.name === 'permissions');
		expect(field?.options).toHaveLength(APP_PERMISSIONS.length);
		// n8n saves an empty list whatever the default: the test takes it for the usual ones.
		expect(field?.default).toEqual([]);
		const serverUrl = credentials[name].properties.find(
			(property) => property.name === 'serverUrl',
		);
		expect(serverUrl).toMatchObject({
			required: true,
			displayOptions: { show: { environment: ['other'] } },
		});
	}
});

it('masks the secrets of the JWT credential', async () => {
	const { credentials } = await loadPackage();
	const masked = credentials.ringCentralJwtApi.properties
		.filter(({ typeOptions }) => typeOptions?.password)
		.map(({ name }) => name);
	expect(masked).toEqual(['clientSecret', 'jwt']);
});

it('has no JSON editor without JSON in it: n8n marks that as an error before anything is written', () => {
	const empty = operations.flatMap(({ fields }) =>
		fields.filter(({ type, default: value }) => type === 'json' && value === ''),
	);
	expect(empty).toEqual([]);
});

it('is found by what people look for', async () => {
	const { types } = await loadPackage();
	const nodes = types.nodes.filter(({ name }) => name.startsWith('ringCentral'));
	expect(nodes).toHaveLength(2);
	// n8n looks into the aliases of one of the two.
	for (const { codex } of nodes) {
		expect(codex?.alias).toEqual(
			expect.arrayContaining(['RingEX', 'VoIP', 'SIP', 'missed call', 'call center', 'call queue']),
		);
	}
});
