import { NodeHelpers, type INodeParameters } from 'n8n-workflow';

import { BroadWorksXsiApi } from '../../../../credentials/BroadWorksXsiApi.credentials';

const { properties } = new BroadWorksXsiApi();

/** What n8n gives to the nodes of a credential that was stored so. */
const read = (stored: INodeParameters) =>
	NodeHelpers.getNodeParameters(properties, stored, true, false, null, null) as INodeParameters;

/** What the editor stores of a credential that is saved so. */
const saved = (shown: INodeParameters) =>
	NodeHelpers.getNodeParameters(properties, shown, false, false, null, null) as INodeParameters;

/** The fields that a person sees. */
const shown = (stored: INodeParameters) => {
	const defaults = Object.fromEntries(properties.map(({ name, default: value }) => [name, value]));
	const values = { ...defaults, ...stored } as INodeParameters;
	return properties
		.filter((field) => NodeHelpers.displayParameter(values, field, null, null))
		.map(({ displayName }) => displayName);
};

const BASIC = {
	serverUrl: 'https://xsp.example.net',
	authentication: 'basic',
	userId: 'alice@example.net',
	password: 'secret',
};

/** Every rare field with another value than its default, as it was stored before there was a switch. */
const RARE = {
	defaultUserId: 'bob@example.net',
	rateLimit: 100,
	ratePeriod: 30,
	actionsPath: '/renamed-actions',
	eventsPath: '/renamed-events',
	asyncPath: '/renamed-async/renamed-events',
	furtherServers: 'https://xsp2.example.net',
	srvDomain: 'example.net',
	defaultCountry: 'AU',
	allowUnauthorizedCerts: true,
};

it('shows five fields of a new credential, whatever the login', () => {
	const first = ['Server URL', 'Authentication', 'User ID'];
	expect(shown({})).toEqual([...first, 'Password', 'Advanced']);
	expect(shown({ authentication: 'bearer' })).toEqual([...first, 'Access Token', 'Advanced']);
});

it('shows every field once with the switch', () => {
	const all = shown({ advanced: true });
	expect(all).toHaveLength(5 + Object.keys(RARE).length);
	expect(new Set(all).size).toBe(all.length);
	expect(shown({ advanced: true, ...RARE })).toEqual(all);
});

it.each(Object.entries(RARE))('shows %s where it is set, without the switch', (name, value) => {
	const field = properties.find((one) => one.name === name);
	expect(shown({ [name]: value })).toEqual([...shown({}), field?.displayName]);
});

it('gives the nodes what was stored before there was a switch', () => {
	expect(read({ ...BASIC, ...RARE })).toMatchObject({ ...BASIC, ...RARE });
	for (const [name, value] of Object.entries(RARE))
		expect(read({ ...BASIC, [name]: value })).toMatchObject({ ...BASIC, [name]: value });
});

it('keeps what is set when the credential is saved again, with the switch and without it', () => {
	expect(saved({ ...BASIC, ...RARE })).toMatchObject(RARE);
	expect(saved({ ...BASIC, ...RARE, advanced: false })).toMatchObject(RARE);
	expect(saved({ ...BASIC, ...RARE, advanced: true })).toMatchObject({ ...RARE, advanced: true });
});

it('takes expressions in the rare fields', () => {
	expect(read({ ...BASIC, actionsPath: '={{ $vars.path }}' })).toMatchObject({
		actionsPath: '={{ $vars.path }}',
	});
});
