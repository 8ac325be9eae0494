import { FIND_ME } from '../calls/findMe';
import type { XsiSettings } from '../options';
import { BRIDGE } from '../meetings/meetings';
import { ROUTE_POINT } from '../queues/routePoint';
import type { QueueState, UserState, XsiState } from '../state';
import { SERVICES } from './serviceCatalogue';

/** A user with the services every user has. */
export function newUser(
	settings: XsiSettings,
	person: Pick<UserState, 'userId' | 'firstName' | 'lastName' | 'number' | 'extension'> &
		Partial<UserState>,
): UserState {
	return {
		kind: 'user',
		password: settings.password,
		groupId: settings.group,
		services: Object.fromEntries(SERVICES.map((item) => [item.path, { ...item.initial }])),
		messages: [],
		log: [],
		handsetLifted: false,
		...person,
	};
}

const PEOPLE = [
	{ firstName: 'Alice', lastName: 'Adams', title: 'Account Manager', department: 'Sales' },
	{ firstName: 'Bob', lastName: 'Stone', title: 'Sales Engineer', department: 'Sales' },
	{ firstName: 'Carol', lastName: 'Reed', title: 'Support Agent', department: 'Support' },
];

/** Queue, agents and supervisors of the demo call centre. */
function demoQueue(settings: XsiSettings, agents: string[]): QueueState {
	return {
		queueId: 'queue@example.net',
		name: 'Demo Queue',
		agents: agents.map((userId) => ({ userId, joined: true })),
		supervisors: [agents[0]],
		entries: [],
		length: 50,
		bounceAfter: settings.bounceAfter,
		whisper: false,
		dispositionCodes: [
			{ code: '01', description: 'Sold', level: 'Queue', isDefault: true },
			{ code: '02', description: 'Call again', level: 'Queue' },
			{ code: '90', description: 'Wrong number', level: 'Enterprise' },
		],
		dnis: [
			{ name: 'Demo Queue (Primary)', number: '+15550180', priority: '3-Low' },
			{ name: 'Sales', extension: '1081', priority: '1-High' },
		],
		forcedForwarding: { active: false },
		nightService: { action: 'None', forceNightService: false },
		statistics: { answered: 0, waited: 0, handled: 0, handledTime: 0 },
		severities: {},
	};
}

/** The world as it is when nothing has happened yet. */
export function initialState(settings: XsiSettings): XsiState {
	const now = settings.clock.now();
	const users = new Map<string, UserState>();
	const add = (user: UserState) => users.set(user.userId, user);
	PEOPLE.forEach((person, index) => {
		const name = person.firstName.toLowerCase();
		const user = newUser(settings, {
			...person,
			userId: `${name}@example.net`,
			number: `+1555010${index + 1}`,
			extension: `100${index + 1}`,
			mobile: `+1555019${index + 1}`,
			email: `${name}@example.com`,
		});
		user.agent = {
			state: 'Sign-Out',
			since: now,
			availableTime: 0,
			wrapUps: { count: 0, total: 0 },
			consecutiveBounces: 0,
			idleSince: now,
		};
		user.services.CallCenter = {
			useDefaultGuardTimer: true,
			enableGuardTimer: false,
			guardTimerSeconds: 5,
			useSystemDefaultUnavailableSettings: true,
			forceAgentUnavailableOnDNDActivation: false,
			forceUnavailableOnPersonalCalls: false,
			forceAgentUnavailableOnBouncedCallLimit: false,
			numberConsecutiveBouncedCallsToForceAgentUnavailable: 3,
			makeOutgoingCallsAsCallCenter: false,
		};
		add(user);
	});
	users.get('alice@example.net')!.executives = ['bob@example.net'];
	const agents = [...users.keys()];
	for (let index = 1; index <= settings.additionalUsers; index++) {
		add(additionalUser(settings, index));
	}
	add(
		newUser(settings, {
			userId: 'queue@example.net',
			kind: 'callCenter',
			firstName: 'Demo',
			lastName: 'Queue',
			number: '+15550180',
			extension: '1080',
			services: {},
		}),
	);
	add(
		newUser(settings, {
			userId: FIND_ME.userId,
			kind: 'findMe',
			firstName: 'Find',
			lastName: 'Me',
			number: '+15550190',
			extension: '1090',
			services: {},
		}),
	);
	add(
		newUser(settings, {
			userId: ROUTE_POINT,
			kind: 'routePoint',
			firstName: 'Demo',
			lastName: 'Route Point',
			number: '+15550185',
			extension: '1085',
			services: {},
		}),
	);
	add(
		newUser(settings, {
			userId: BRIDGE,
			kind: 'bridge',
			firstName: 'Main',
			lastName: 'Bridge',
			number: '+15550160',
			extension: '1060',
			services: {},
		}),
	);
	const administrators = [
		{ userId: 'admin@example.net', level: 'system' as const },
		...settings.administrators,
	];
	for (const { userId, level } of administrators) {
		const user = users.get(userId);
		if (user) {
			user.level = level;
			continue;
		}
		const names = { firstName: 'Admin', lastName: 'Istrator', number: '', extension: '' };
		add(newUser(settings, { userId, level, kind: 'administrator', services: {}, ...names }));
	}
	const queue = demoQueue(settings, agents);
	return {
		enterprise: settings.enterprise,
		groups: [settings.group],
		users,
		queues: new Map([[queue.queueId, queue]]),
		routePoints: new Map([
			[ROUTE_POINT, { routePointId: ROUTE_POINT, state: 'Normal', calls: [] }],
		]),
		applicationControllers: new Map(),
		meetings: new Map(),
		calls: new Map(),
		subscriptions: new Map(),
		channelSets: new Map(),
		loginTokens: new Map(),
		counter: 31_126_219_800,
	};
}

/** `user7@example.net` with extension 20007 and a number of its own. */
export function additionalUser(settings: XsiSettings, index: number): UserState {
	return newUser(settings, {
		userId: `user${index}@example.net`,
		firstName: 'User',
		lastName: String(index),
		number: `+1556${String(index).padStart(7, '0')}`,
		extension: String(20_000 + index),
	});
}
