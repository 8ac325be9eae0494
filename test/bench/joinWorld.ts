import { startRingCentralSimulator, type RingCentralSimulator } from '../simulators/ringCentral';

/** How much there is to join. Every user has the same number of calls and posts. */
export interface JoinSize {
	calls: number;
	posts: number;
	users: number;
}

/** ISO 8601; all calls and posts lie within. */
export const PERIOD = { from: '2026-03-02T00:00:00.000Z', to: '2026-03-09T00:00:00.000Z' };

/** Chats over which the posts are spread. */
export const CHATS = ['9001', '9002', '9003', '9004', '9005', '9006', '9007', '9008'];

/** No request waits for its turn here: both ways are measured, not the vendor's limits. */
const NO_LIMIT = 1_000_000;

const extensionIdOf = (user: number) => String(62_300_000_016 + user * 1_000);

/** Call and post pairs of the same user: what a join by user has to find. */
export const pairsOf = ({ calls, posts, users }: JoinSize): number =>
	users * (calls / users) * (posts / users);

function addCalls({ world }: RingCentralSimulator, { calls, users }: JoinSize): void {
	const start = Date.parse(PERIOD.from);
	const step = Math.floor((Date.parse(PERIOD.to) - start) / (calls + 1));
	for (let index = 0; index < calls; index++) {
		const user = index % users;
		const from = { phoneNumber: `+1650555${String(index % 10_000).padStart(4, '0')}` };
		const to = { phoneNumber: '+16505550100', name: 'Main' };
		const common = {
			direction: 'Inbound' as const,
			startTime: start + index * step,
			durationMs: 65_000,
			from,
			action: 'Phone Call',
			result: 'Accepted',
		};
		const own = { name: `User ${user}`, extensionNumber: String(1_000 + user) };
		world.callLog.add({
			sessionId: String(4_000_000_000 + index),
			telephonySessionId: `s-${index.toString(16)}`,
			legs: [
				{ ...common, master: true, legType: 'Accept', to },
				{ ...common, extensionId: extensionIdOf(user), legType: 'PstnToSip', to: own },
			],
		});
	}
}

function addPosts({ world }: RingCentralSimulator, { posts, users }: JoinSize): void {
	const start = Date.parse(PERIOD.from);
	const step = Math.floor((Date.parse(PERIOD.to) - start) / (posts + 1));
	const members = world.people.users().map(({ id }) => id);
	const chats = CHATS.map((id) =>
		world.chats.add({ id, type: 'Team', name: `Team ${id}`, members }),
	);
	for (let index = 0; index < posts; index++) {
		const chat = chats[index % chats.length];
		const created = start + index * step;
		// Past `world.chats.post`, which finds the place of each among all others.
		chat.posts.push({
			id: String(5_000_000_000 + index),
			chatId: chat.id,
			type: 'TextMessage',
			text: `Called back, see ticket ${index}. The customer asks for an offer by Friday.`,
			creatorId: extensionIdOf(Math.floor(index / CHATS.length) % users),
			created,
			modified: created,
			attachments: [],
		});
	}
}

/** A RingCentral with that many calls and posts. */
export async function startJoinWorld(size: JoinSize): Promise<RingCentralSimulator> {
	const limits = { light: NO_LIMIT, medium: NO_LIMIT, heavy: NO_LIMIT, auth: NO_LIMIT };
	const simulator = await startRingCentralSimulator({ rateLimits: limits });
	addCalls(simulator, size);
	addPosts(simulator, size);
	return simulator;
}

/** An access token of alice, for what does not log in by itself. */
export async function accessToken({ url }: RingCentralSimulator): Promise<string> {
	const response = await fetch(`${url}/restapi/oauth/token`, {
		method: 'POST',
		headers: { Authorization: `Basic ${btoa('demo-client:demo-secret')}` },
		body: new URLSearchParams({
			grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
			assertion: 'jwt-alice',
		}),
	});
	const { access_token: token } = (await response.json()) as { access_token?: string };
	if (!token) throw new Error(`The simulator gave no token: status ${response.status}`);
	return token;
}
