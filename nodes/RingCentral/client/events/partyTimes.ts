import { dropOldest } from '../../../shared/core/bounded/dropOldest';
import { isoTime, secondsBetween, type CallRecord } from '../../../shared/core/callRecord';
import { hasLeft, type SessionEvent } from './telephonyEvent';

/** The members of a call record that only the events before can tell. */
export type TimesOfParty = Pick<
	CallRecord,
	'startTime' | 'answerTime' | 'duration' | 'talkDuration' | 'waitDuration' | 'answered'
>;

/** ms since 1970. */
interface Times {
	start?: number;
	answer?: number;
}

/** Parties remembered. */
const CAPACITY = 5_000;

/** When each party of a call began to ring and was answered, as far as events have told. */
export class PartyTimes {
	private readonly known = new Map<string, Times>();

	/** Notes an event, which comes in order; the times of its parties by their ids. */
	see({ telephonySessionId, eventTime, parties }: SessionEvent): Map<string, TimesOfParty> {
		const now = Date.parse(eventTime ?? '');
		const seen = new Map<string, TimesOfParty>();
		if (Number.isNaN(now)) return seen;
		for (const party of parties) {
			const times = this.timesOf(`${telephonySessionId} ${party.id}`);
			if (party.code === 'setup' || party.code === 'proceeding') times.start ??= now;
			if (party.code === 'answered') times.answer ??= now;
			seen.set(party.id, membersOf(times, hasLeft(party) ? now : undefined));
		}
		return seen;
	}

	private timesOf(key: string): Times {
		const times = this.known.get(key) ?? {};
		this.known.delete(key);
		this.known.set(key, times);
		dropOldest(this.known, CAPACITY);
		return times;
	}
}

function membersOf({ start, answer }: Times, end: number | undefined): TimesOfParty {
	const isUnanswered = answer === undefined && start !== undefined && end !== undefined;
	return {
		startTime: isoTime(start),
		answerTime: isoTime(answer),
		duration: secondsBetween(start, end),
		talkDuration: secondsBetween(answer, end),
		waitDuration: secondsBetween(start, answer ?? end),
		answered: answer !== undefined ? true : isUnanswered ? false : undefined,
	};
}
