import type { JsonObject } from '../../../../n8n-driver/rest/rest-types';
import { answer, callIn } from '../../../simulators/cooCenter/calls';
import type { Pbx } from './cooCenter';
import { byId } from '../../../support/n8n/workflows';

/** An action in a real n8n, and what it does to the PBX. */
export interface ActionCase {
	name: string;
	generation?: 1 | 2;
	given?: (pbx: Pbx) => void;
	parameters: JsonObject;
	then: (pbx: Pbx, items: JsonObject[]) => void;
}

/** 801 talks to somebody outside. */
const talking = ({ world }: Pbx) => answer(world, callIn(world, '85322361', '801').id);
/** Parameters of an action on a call. */
export const call = (operation: string, more: JsonObject = {}) => ({
	resource: 'call',
	operation,
	...more,
});
const states = ({ world }: Pbx) =>
	Object.fromEntries(
		[...world.state.extensions.keys()].map((number) => [number, world.statusOf(number)]),
	);
/** Whether an agent of a queue is paused. */
export const paused = ({ world }: Pbx, queue: string, name: string) =>
	world.state.queues.get(queue)?.find((member) => member.name === name)?.paused;
const inQueue = ({ world }: Pbx, queue: string, name: string) =>
	world.state.queues.get(queue)?.some((member) => member.name === name);

const supervision = (operation: string, generation: 1 | 2): ActionCase => ({
	name: `${operation}, generation ${generation}`,
	generation,
	given: talking,
	parameters: call(operation, { src: byId('803'), dst: byId('801') }),
	then(pbx, items) {
		expect(items).toEqual([expect.objectContaining({ success: true, src: '803', dst: '801' })]);
		expect(pbx.world.callsOf('803')).toEqual([expect.objectContaining({ spy: true })]);
	},
});

const both = (make: (generation: 1 | 2) => ActionCase) => [make(1), make(2)];

/** Every action of the node, in both generations where both have it. */
export const actionCases: ActionCase[] = [
	...both((generation) => ({
		name: `Get Current Calls, generation ${generation}`,
		generation,
		given: talking,
		parameters: call('getMany'),
		then(_pbx, items) {
			expect(items).toHaveLength(2);
			expect(items[0]).toMatchObject({ calleridnum: '85322361', connectedlinenum: '801' });
			expect(items[0]).not.toHaveProperty('extension');
			expect(items[1]).toMatchObject({ extension: '801' });
			expect(typeof items[0].duration).toBe('number');
		},
	})),
	{
		name: 'Get Current Calls as call records',
		given: talking,
		parameters: call('getMany', { output: 'callRecord' }),
		then(_pbx, items) {
			expect(items[1]).toMatchObject({ backend: 'cooCenter', state: 'active' });
		},
	},
	{
		name: 'Get Current Calls as they came',
		given: talking,
		parameters: call('getMany', { output: 'raw' }),
		then(_pbx, items) {
			expect(items[0]).toMatchObject({
				channelstate: '6',
				duration: expect.stringMatching(/^00:/) as string,
			});
		},
	},
	...both((generation) => ({
		name: `Click-to-Dial, generation ${generation}`,
		generation,
		parameters: call('create', { src: byId('802'), dst: '85322361' }),
		then({ world }, items) {
			expect(items).toEqual([
				{ success: true, src: '802', dst: '85322361', message: 'clickToCall extension success' },
			]);
			expect(world.callsOf('802')).toEqual([
				expect.objectContaining({ dialed: '85322361', direction: 'outbound' }),
			]);
		},
	})),
	{
		name: "Click-to-Dial from the login's own extension",
		generation: 2,
		parameters: call('create', { src: byId(''), dst: '804' }),
		then({ world }) {
			expect(world.callsOf('801')).toHaveLength(1);
		},
	},
	...both((generation) => ({
		name: `Hang Up, generation ${generation}`,
		generation,
		given: talking,
		parameters: call('end', { extension: byId('801') }),
		then({ world }, items) {
			expect(items).toEqual([expect.objectContaining({ success: true, extension: '801' })]);
			expect(world.state.calls.size).toBe(0);
		},
	})),
	...both((generation) => ({
		name: `Transfer, generation ${generation}`,
		generation,
		given: talking,
		parameters: call('transfer', { src: byId('801'), dst: '804' }),
		then(pbx) {
			expect(states(pbx)).toMatchObject({ 801: 0, 804: 8 });
		},
	})),
	...both((generation) => supervision('spy', generation)),
	supervision('whisper', 2),
	supervision('bargeIn', 2),
	...both((generation) => ({
		name: `Get Registrations, generation ${generation}`,
		generation,
		parameters: { resource: 'extension', operation: 'getRegistrations' },
		then(_pbx, items) {
			expect(items).toHaveLength(6);
			expect(items[0]).toMatchObject({ Exten: '801', registered: true, latency: 0.04 });
			expect(items[5]).toMatchObject({ Exten: '806', registered: false, IPAddr: null });
		},
	})),
	...both((generation) => ({
		name: `Get States, generation ${generation}`,
		generation,
		given: talking,
		parameters: { resource: 'extension', operation: 'getStates' },
		then(_pbx, items) {
			expect(items[0]).toMatchObject({ extension: '801', status: 1, statusText: 'In use' });
			expect(items[1]).toMatchObject({ extension: '802', status: 0, statusText: 'Idle' });
			expect(items[5]).toMatchObject({ extension: '806', status: 4, statusText: 'Offline' });
		},
	})),
	{
		name: 'Get queues with their agents',
		parameters: { resource: 'queue', operation: 'getMany' },
		then(_pbx, items) {
			expect(items.map(({ queue }) => queue)).toEqual(['630', '631']);
			expect((items[0].members as JsonObject[])[2]).toEqual({
				name: 'sip/803',
				extension: '803',
				paused: false,
				penalty: 1,
			});
		},
	},
	{
		name: 'Get queues, one item per agent',
		parameters: { resource: 'queue', operation: 'getMany', perAgent: true },
		then(_pbx, items) {
			expect(items.map(({ queue, extension }) => `${queue} ${extension}`)).toEqual([
				'630 801',
				'630 802',
				'630 803',
				'631 804',
			]);
		},
	},
	{
		name: 'Pause an agent',
		parameters: { resource: 'agent', operation: 'pause', queue: byId('630'), member: byId('802') },
		then(pbx, items) {
			expect(items).toEqual([expect.objectContaining({ success: true, paused: true })]);
			expect(paused(pbx, '630', 'sip/802')).toBe(true);
		},
	},
	{
		name: 'Unpause an agent, named as the queue names it',
		given: ({ world }) =>
			world.state.queues.get('630')?.forEach((member) => (member.paused = true)),
		parameters: {
			resource: 'agent',
			operation: 'unpause',
			queue: byId('630'),
			member: byId('sip/802'),
		},
		then(pbx) {
			expect(paused(pbx, '630', 'sip/802')).toBe(false);
			expect(paused(pbx, '630', 'sip/801')).toBe(true);
		},
	},
	{
		name: 'Log in an agent',
		parameters: {
			resource: 'agent',
			operation: 'login',
			extension: byId('805'),
			queue: byId('631'),
		},
		then(pbx) {
			expect(inQueue(pbx, '631', 'sip/805')).toBe(true);
			expect(inQueue(pbx, '630', 'sip/805')).toBe(false);
		},
	},
	{
		name: 'Log out an agent of every queue',
		parameters: { resource: 'agent', operation: 'logout', extension: byId('801'), queue: byId('') },
		then(pbx) {
			expect(inQueue(pbx, '630', 'sip/801')).toBe(false);
		},
	},
	{
		name: 'Log out an agent of one queue',
		parameters: {
			resource: 'agent',
			operation: 'logout',
			extension: byId('801'),
			queue: byId('630'),
		},
		then(pbx, items) {
			expect(items).toMatchObject([{ extension: '801', queue: '630' }]);
			expect(inQueue(pbx, '630', 'sip/801')).toBe(false);
		},
	},
	{
		name: 'Get the blacklist',
		parameters: { resource: 'blacklist', operation: 'getMany' },
		then: (_pbx, items) => expect(items).toEqual([{ number: '123456' }]),
	},
	{
		name: 'Add to the blacklist',
		parameters: { resource: 'blacklist', operation: 'add', number: '777' },
		then: ({ world }) => expect([...world.state.blacklist]).toEqual(['123456', '777']),
	},
	{
		name: 'Remove from the blacklist, a DELETE with a body',
		parameters: { resource: 'blacklist', operation: 'remove', number: '123456' },
		then: ({ world }) => expect([...world.state.blacklist]).toEqual([]),
	},
	{
		name: 'Raw Request that changes something',
		parameters: {
			resource: 'rawRequest',
			operation: 'send',
			method: 'POST',
			path: 'blacklist/create',
			fields: '{"number": "888"}',
		},
		then({ world }, items) {
			expect(items[0]).toMatchObject({ statusCode: 200, body: { status: 'success' } });
			expect(world.state.blacklist.has('888')).toBe(true);
		},
	},
	{
		name: 'Raw Request of generation 2',
		generation: 2,
		parameters: { resource: 'rawRequest', operation: 'send', path: 'systeminfo/ping' },
		then: (_pbx, items) => expect(items[0]).toMatchObject({ body: { message: 'pong' } }),
	},
];
