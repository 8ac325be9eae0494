import { text, type JsonObject } from '../transport/answers';

/** Calls and posts of one user. */
interface Activity {
	calls: JsonObject[];
	posts: JsonObject[];
}

const timeOf = (value: unknown) => Date.parse(String(value));

/** Sorts by a member that is a time, oldest first; what has no time comes last. */
function sortByTime(records: JsonObject[], member: 'startTime' | 'creationTime'): JsonObject[] {
	const keyed = records.map((record) => ({ record, time: timeOf(record[member]) }));
	keyed.sort((a, b) => (a.time || Infinity) - (b.time || Infinity) || 0);
	return keyed.map(({ record }) => record);
}

/** Gathers calls and posts by user id; each record is kept once, however many users it has. */
export class JoinMemory {
	private readonly byUser = new Map<string | null, Activity>();

	addPosts(posts: readonly JsonObject[]): void {
		for (const post of posts) this.of(text(post.creatorId) ?? null).posts.push(post);
	}

	/** A call nobody of the account took part in is kept under null. */
	addCall(call: JsonObject, userIds: readonly string[]): void {
		for (const userId of userIds.length > 0 ? userIds : [null]) this.of(userId).calls.push(call);
	}

	/** All users, by id; null last. */
	users(): Array<string | null> {
		const ids = [...this.byUser.keys()];
		return ids.sort((a, b) => {
			if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
			return a < b ? -1 : 1;
		});
	}

	/** What a user did, oldest first. It is forgotten here: whoever takes it holds it from now on. */
	take(userId: string | null): Activity {
		const { calls, posts } = this.of(userId);
		this.byUser.delete(userId);
		return {
			calls: sortByTime(calls, 'startTime'),
			posts: sortByTime(posts, 'creationTime'),
		};
	}

	private of(userId: string | null): Activity {
		const known = this.byUser.get(userId) ?? { calls: [], posts: [] };
		this.byUser.set(userId, known);
		return known;
	}
}

interface TimedPost {
	time: number;
	post: JsonObject;
}

/** Posts by who wrote them, found by time. */
export class PostsByUser {
	private readonly byUser = new Map<string, TimedPost[]>();

	private sorted = true;

	add(posts: readonly JsonObject[]): void {
		this.sorted = false;
		for (const post of posts) {
			const userId = text(post.creatorId);
			const time = timeOf(post.creationTime);
			if (userId === undefined || Number.isNaN(time)) continue;
			const own = this.byUser.get(userId) ?? [];
			this.byUser.set(userId, own);
			own.push({ time, post });
		}
	}

	/** Posts of these users from `start` to `end` (ms), oldest first. */
	between(userIds: readonly string[], start: number, end: number): JsonObject[] {
		if (!this.sorted) this.sort();
		const found: TimedPost[] = [];
		for (const userId of userIds) {
			const own = this.byUser.get(userId) ?? [];
			for (let index = firstFrom(own, start); index < own.length; index++) {
				if (!(own[index].time <= end)) break;
				found.push(own[index]);
			}
		}
		if (userIds.length > 1) found.sort((a, b) => a.time - b.time);
		return found.map(({ post }) => post);
	}

	private sort(): void {
		for (const own of this.byUser.values()) own.sort((a, b) => a.time - b.time);
		this.sorted = true;
	}
}

/** Index of the first post at or after `time`. */
function firstFrom(posts: readonly TimedPost[], time: number): number {
	let low = 0;
	let high = posts.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (posts[middle].time < time) low = middle + 1;
		else high = middle;
	}
	return low;
}
