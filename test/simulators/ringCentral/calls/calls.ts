import { EventEmitter } from 'node:events';
import { randomBytes } from 'node:crypto';

import { ApiFailure, notFound } from '../requests/failure';
import type { World } from '../world';
import { loggedCall } from './log';
import { isLive, type CallSession, type End, type Origin, type Party } from './model';
import type { RingOut } from './ringOut';
import { eventBody } from './views';

/** What an outside number does when it is called. */
export type LineBehaviour = 'answer' | 'busy' | 'noAnswer' | 'reject' | 'manual';

/** Fields of a new party; the rest has defaults. */
export type NewParty = Pick<Party, 'direction' | 'from' | 'to'> & Partial<Party>;

/** 409: the state of the call does not allow it (docs/protocols/ringcentral.md#call-control). */
export const wrongState = () => new ApiFailure(409, 'TAS-102', 'Incorrect State');

/** The calls that run. The other modules of this folder change them. */
export class Calls {
	readonly sessions = new Map<string, CallSession>();

	/** What outside numbers do, by E.164 number; others answer after `outsideAnswers` ms. */
	readonly lines = new Map<string, LineBehaviour>();

	readonly ringOuts = new Map<string, RingOut>();

	/** What to do when the user picks up the phone that is rung first, by party id. */
	readonly waitingForPickUp = new Map<string, () => void>();

	/** `party` after every change of a party, `ended` with a session that is over. */
	readonly signals = new EventEmitter();

	private lastSession = 429_182_699_000;

	constructor(readonly world: World) {
		this.signals.setMaxListeners(0);
	}

	newSession(origin: Origin): CallSession {
		const hex = randomBytes(16).toString('hex');
		const session: CallSession = {
			id: `s-${hex}`,
			hex,
			sessionId: String(++this.lastSession),
			origin,
			sequence: 1,
			createdAt: this.world.now(),
			parties: [],
			partyCount: 0,
		};
		this.sessions.set(session.id, session);
		return session;
	}

	/** Adds a party and tells it. */
	addParty(session: CallSession, given: NewParty): Party {
		session.partyCount += 1;
		const party: Party = {
			id: `p-${session.hex}-${session.partyCount}`,
			session,
			code: 'Setup',
			muted: false,
			standAlone: false,
			missedCall: false,
			queueCall: false,
			recordings: [],
			startedAt: this.world.now(),
			...given,
		};
		session.parties.push(party);
		this.tell(party);
		return party;
	}

	/** Changes a party and tells it, with the next sequence number of its session. */
	change(party: Party, change: Partial<Party>): void {
		// A reason belongs to the status it came with.
		if (change.code !== undefined) party.reason = undefined;
		Object.assign(party, change);
		if (!isLive(party)) party.endedAt ??= this.world.now();
		this.tell(party);
	}

	/** @throws ApiFailure 404 CMN-102: unknown, or over */
	find(id: string): CallSession {
		const session = this.sessions.get(id);
		if (!session) throw notFound('telephonySessionId');
		return session;
	}

	/** @throws ApiFailure 404 CMN-102 */
	party(sessionId: string, partyId: string): Party {
		const party = this.find(sessionId).parties.find(({ id }) => id === partyId);
		if (!party) throw notFound('partyId');
		return party;
	}

	/** Live parties of an extension, oldest first. */
	partiesOf(extensionId: string): Party[] {
		return [...this.sessions.values()].flatMap(({ parties }) =>
			parties.filter((party) => party.extensionId === extensionId && isLive(party)),
		);
	}

	/** Ends a session nobody is left in: its record goes into the call log after the delay. */
	settle(session: CallSession): void {
		if (session.parties.some(isLive) || !this.sessions.delete(session.id)) return;
		for (const { id } of session.parties) {
			this.world.timers.cancel(`call ${id}`);
			this.waitingForPickUp.delete(id);
		}
		this.signals.emit('ended', session);
		this.log(session);
	}

	/** The end of an extension, as others see it; `internal`: by its extension number. */
	endOf(extensionId: string, internal: boolean): End {
		const { extensionNumber, directNumber, name } = this.world.people.get(extensionId);
		return {
			phoneNumber: internal ? extensionNumber : (directNumber ?? extensionNumber),
			name,
			extensionId,
		};
	}

	private tell(party: Party): void {
		const { world } = this;
		const { session, extensionId } = party;
		session.sequence += 1;
		const base = extensionId === undefined ? world.accountPath : world.extensionPath(extensionId);
		world.events.publish({
			path: `${base}/telephony/sessions`,
			ownerId: extensionId,
			body: eventBody(party, { accountId: world.accountId, now: world.now() }),
		});
		if (extensionId !== undefined && world.people.get(extensionId).type === 'User') {
			world.presence.announce(extensionId);
		}
		this.signals.emit('party', party);
		world.signals.emit('change');
	}

	private log(session: CallSession): void {
		const { world } = this;
		const { logDelay, recordingDelay } = world.options;
		const { call, recorded } = loggedCall(world, session);
		if (call.legs.length === 0) return;
		world.timers.set(`log ${session.id}`, logDelay, () => world.callLog.add(call));
		if (recorded.length === 0) return;
		world.timers.set(`recording ${session.id}`, Math.max(logDelay, recordingDelay), () => {
			world.callLog.update(session.id, ({ legs }) => {
				for (const { partyId, ...recording } of recorded) {
					const { id } = world.recordings.add(recording);
					const leg = legs.find((item) => item.partyId === partyId);
					if (leg) leg.recordingId = id;
					const master = legs.find((item) => item.master);
					if (master) master.recordingId ??= id;
				}
			});
		});
	}
}
