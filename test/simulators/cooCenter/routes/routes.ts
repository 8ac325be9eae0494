import { broadcastRoutes } from './broadcasts';
import { clickToDial, hangUp, Refusal, supervise, transfer } from '../calls';
import { conferenceRoutes } from './conferences';
import type { Methods } from '../options';
import { success, text, type Fields, type Route, type Routes } from './route';
import type { CallState, MemberState } from '../state';
import type { CooCenterWorld } from '../world';

const clock = (ms: number) => new Date(Math.max(0, ms)).toISOString().slice(11, 19);

/** The channels of a call, one per end. */
function channelsOf(world: CooCenterWorld, call: CallState) {
	const isUp = call.phase === 'up';
	const duration = clock(world.now() - call.startedAt);
	const end = (number: string, other: string, channel: string, rings: boolean) => ({
		calleridname: number,
		calleridnum: number,
		channel,
		channelstate: isUp ? '6' : rings ? '5' : '4',
		channelstatedesc: isUp ? 'Up' : rings ? 'Ringing' : 'Ring',
		connectedlinename: other,
		connectedlinenum: other,
		duration,
	});
	const ends = [end(call.caller, call.callee, call.channel, call.phase === 'dialing')];
	if (call.destChannel !== '') ends.push(end(call.callee, call.caller, call.destChannel, true));
	return ends;
}

const allChannels = (world: CooCenterWorld) =>
	[...world.state.calls.values()].flatMap((call) => channelsOf(world, call));

const peers = (world: CooCenterWorld) =>
	[...world.state.extensions.values()].map(({ number, address, latency }) => ({
		Exten: number,
		Type: 'SIP',
		IPAddr: address ?? '-none-',
		Status: address === null ? 'UNKNOWN' : `OK (${latency} ms)`,
	}));

const byName = (number: string) => (member: MemberState) =>
	member.name.replace(/^sip\//, '') === number;

/** @throws Refusal */
function membersOf(world: CooCenterWorld, queue: string): MemberState[] {
	const members = world.state.queues.get(queue);
	if (!members) throw new Refusal(`queue ${queue} does not exist`);
	return members;
}

const pause: Route['run'] = (world, fields) => {
	const state = text(fields, 'state');
	if (state !== 'on' && state !== 'off') throw new Refusal('state must be on or off');
	const members = world.state.queues.get(text(fields, 'queue')) ?? [];
	const member = members.find(byName(text(fields, 'member')));
	// The only error that the vendor shows.
	if (!member) return { status: 404, body: { status: 'error', message: 'Interface not found' } };
	member.paused = state === 'on';
	return success(`Interface ${member.paused ? 'paused' : 'unpaused'} successfully`);
};

const login: Route['run'] = (world, fields) => {
	const extension = text(fields, 'extension');
	if (!world.extension(extension)) throw new Refusal(`extension ${extension} does not exist`);
	const queues = fields.queue ? [text(fields, 'queue')] : [...world.state.queues.keys()];
	for (const queue of queues) {
		const members = membersOf(world, queue);
		if (members.some(byName(extension))) continue;
		members.push({ name: `sip/${extension}`, paused: false, penalty: 0 });
	}
	return success('login extension success');
};

const logout: Route['run'] = (world, fields) => {
	const extension = text(fields, 'extension');
	const queues = fields.queue ? [text(fields, 'queue')] : [...world.state.queues.keys()];
	for (const queue of queues) {
		const rest = membersOf(world, queue).filter((member) => !byName(extension)(member));
		world.state.queues.set(queue, rest);
	}
	return success('logout extension success');
};

/** Generation 1. Where the vendor's sources differ about a method, the setting decides. */
function firstGeneration(methods: Methods): Routes {
	const either = (curl: string, table: string) =>
		methods === 'both' ? [curl, table] : [methods === 'curl' ? curl : table];
	return {
		'/extensions/current-calls': {
			methods: either('POST', 'GET'),
			run: (world) => success('Channels will follow', allChannels(world)),
		},
		'/extensions/extension-status': {
			methods: ['GET'],
			run: (world) => success('Peer status list will follow', peers(world)),
		},
		'/extensions/extension-hints-status': {
			methods: ['GET'],
			run: (world) => ({
				status: 200,
				body: [...world.state.extensions.values()].map(({ number, name }) => ({
					agentName: name,
					extension: number,
					extenType: 'analogCallCenter',
					status: String(world.statusOf(number)),
				})),
			}),
		},
		'/extensions/click-number': {
			methods: ['POST'],
			run(world, fields) {
				clickToDial(world, text(fields, 'src'), text(fields, 'dst'));
				if (world.settings.dialAnswer === 'empty')
					return { status: 200, body: undefined, text: '' };
				return success('clickToCall extension success');
			},
		},
		'/extensions/hangup': {
			methods: ['POST'],
			run(world, fields) {
				hangUp(world, text(fields, 'extension'));
				return success('hangup extension success');
			},
		},
		'/extensions/transfer': {
			methods: ['POST'],
			run(world, fields) {
				transfer(world, text(fields, 'src'), text(fields, 'dst'));
				return success('tansfer extension success');
			},
		},
		'/extensions/extenSpy': {
			methods: ['POST'],
			run(world, fields) {
				supervise(world, text(fields, 'src'), text(fields, 'dst'));
				return success('spy extension success');
			},
		},
		'/queues/queue-info': {
			methods: either('POST', 'GET'),
			run(world) {
				const written = [...world.state.queues].map(([queue, members]) => [
					queue,
					members.map(({ name, paused, penalty }) => ({
						name,
						paused: paused ? '1' : '0',
						penalty: String(penalty),
					})),
				]);
				return success('Queue status will follow', Object.fromEntries(written));
			},
		},
		'/queues/agent-pause': { methods: either('POST', 'GET'), run: pause },
		'/queues/agent-login': { methods: ['POST'], run: login },
		'/queues/agent-logout': { methods: ['POST'], run: logout },
		'/blacklist/index': {
			methods: ['GET'],
			run: (world) => ({
				status: 200,
				body: { status: 'success', data: [...world.state.blacklist] },
			}),
		},
		'/blacklist/create': {
			methods: ['POST'],
			run(world, fields) {
				world.state.blacklist.add(text(fields, 'number'));
				return success('Updated database successfully');
			},
		},
		'/blacklist/delete': {
			methods: ['DELETE'],
			run(world, fields) {
				if (!world.state.blacklist.delete(text(fields, 'number'))) {
					throw new Refusal('Key not found');
				}
				return success('Key deleted successfully');
			},
		},
	};
}

/** The login's own extension, for an empty `src`. */
const OWN = '801';

const secondPrefix = '/plugin-asterisk/extension';

function secondGeneration(): Routes {
	const source = ({ src = '' }: Fields) => (src === '' ? OWN : String(src));
	const supervision = (message: string): Route => ({
		methods: ['POST'],
		run(world, fields) {
			supervise(world, source(fields), text(fields, 'dst'));
			return success(message);
		},
	});
	return {
		[`${secondPrefix}/current-calls`]: {
			methods: ['GET'],
			run: (world) =>
				success(
					'Channels will follow',
					[...world.state.calls.values()].flatMap((call) =>
						channelsOf(world, call).map((end) => ({
							bridgeid: call.phase === 'up' ? call.id : '',
							callerIdName: end.calleridname,
							callerIdNum: end.calleridnum,
							channel: end.channel,
							connectedLineName: end.connectedlinename,
							connectedLineNum: end.connectedlinenum,
							duration: end.duration,
						})),
					),
				),
		},
		[`${secondPrefix}/extension-status`]: {
			methods: ['GET'],
			run: (world) => success('Peer status list will follow', peers(world)),
		},
		[`${secondPrefix}/extension-hints-status`]: {
			methods: ['GET'],
			run: (world) =>
				success(
					'Extension Statuses will follow',
					[...world.state.extensions.keys()].map((number) => {
						const status = world.statusOf(number);
						return {
							Exten: number,
							Interface: `SIP/${number}`,
							Status: String(status),
							StatusText: status === 0 ? 'Idle' : 'InUse',
						};
					}),
				),
		},
		[`${secondPrefix}/click-number`]: {
			methods: ['POST'],
			run(world, fields) {
				clickToDial(world, source(fields), text(fields, 'dst'));
				return success('clickToCall extension success');
			},
		},
		[`${secondPrefix}/hangup`]: {
			methods: ['POST'],
			run(world, fields) {
				const { extensions } = fields;
				if (!Array.isArray(extensions)) throw new Refusal('extensions is missing');
				for (const number of extensions) hangUp(world, String(number));
				return success('hangup extension success');
			},
		},
		[`${secondPrefix}/transfer`]: {
			methods: ['POST'],
			run(world, fields) {
				transfer(world, text(fields, 'src'), text(fields, 'dst'));
				return success('transfer extension success');
			},
		},
		[`${secondPrefix}/click-intercom`]: {
			methods: ['POST'],
			run(world, fields) {
				clickToDial(world, source(fields), text(fields, 'dst'));
				return success('clickToIntercom success');
			},
		},
		[`${secondPrefix}/clear`]: {
			methods: ['POST'],
			run(world, fields) {
				hangUp(world, text(fields, 'exten'));
				return success('split extension success');
			},
		},
		...conferenceRoutes(),
		...broadcastRoutes(source),
		[`${secondPrefix}/extension-spy`]: supervision('spy extension success'),
		[`${secondPrefix}/extension-whisper`]: supervision('whisper extension success'),
		[`${secondPrefix}/extension-barge-in`]: supervision('barge-in extension success'),
		'/systeminfo/ping': {
			methods: ['GET'],
			run: (world) => ({ status: 200, body: { message: 'pong', data: { time: world.now() } } }),
		},
	};
}

/** The routes of a path, one per group of methods, and the ID at its end where it has one. */
export function routesAt(world: CooCenterWorld, path: string): [Route[], string] {
	const routes = routesOf(world);
	const at = (key: string) => (Object.hasOwn(routes, key) ? [routes[key]].flat() : []);
	const whole = at(path);
	if (whole.length > 0) return [whole, ''];
	const [, parent = '', id = ''] = /^(.*\/)([^/]+)$/.exec(path) ?? [];
	return [at(parent), decodeURIComponent(id)];
}

/** The paths below `/coocenter-api` of a generation. */
function routesOf(world: CooCenterWorld): Routes {
	const { generation, methods } = world.settings;
	return generation === 1 ? firstGeneration(methods) : secondGeneration();
}
