import { settingsFrom, type XsiSimulatorOptions } from '../broadWorks/options';
import { initialState } from '../broadWorks/people/seed';
import type { XsiState } from '../broadWorks/state';

export const ORGANIZATION = '0b2d7f1e-5c6a-4d3b-9e8f-1a2b3c4d5e6f';

/** Someone who can log in. */
export interface WebexPerson {
	/** UUID, which is the user ID of Xsi. */
	id: string;
	/** User ID in the simulator of BroadWorks. */
	userId: string;
	displayName: string;
	email: string;
	isAdministrator: boolean;
}

const person = (name: string, id: string, isAdministrator = false): WebexPerson => ({
	id,
	userId: `${name}@example.net`,
	displayName: name[0].toUpperCase() + name.slice(1),
	email: `${name}@example.com`,
	isAdministrator,
});

/** The administrator has no telephone, as in many organizations. */
export const PEOPLE = {
	alice: person('alice', '3f1c9a52-7d4e-4b1a-8c2f-0e9d8c7b6a51'),
	bob: person('bob', '5a6b7c8d-1e2f-4a3b-8c4d-5e6f7a8b9c0d'),
	carol: person('carol', '7e8f9a0b-2c3d-4e5f-9a6b-7c8d9e0f1a2b'),
	admin: person('admin', '9c0d1e2f-3a4b-4c5d-8e6f-7a8b9c0d1e2f', true),
};

export type Login = keyof typeof PEOPLE;

/** A Webex ID: base64 without padding (docs/protocols/webex-calling.md#ids). */
export const webexId = (kind: 'PEOPLE' | 'ORGANIZATION', uuid: string): string =>
	Buffer.from(`ciscospark://us/${kind}/${uuid}`).toString('base64').replace(/=+$/, '');

/** A copy of the data with other user IDs wherever one stands. */
function renamed<Data>(data: Data, names: ReadonlyMap<unknown, string>): Data {
	const of = (value: unknown): unknown => {
		if (typeof value === 'string') return names.get(value) ?? value;
		if (Array.isArray(value)) return value.map(of);
		if (value instanceof Map) return new Map([...value].map(([key, one]) => [of(key), of(one)]));
		if (typeof value !== 'object' || value === null) return value;
		return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, of(one)]));
	};
	return of(data) as Data;
}

/** The telephone system of the organization: its people have UUIDs as user IDs. */
export function webexState(options: XsiSimulatorOptions): XsiState {
	const names = new Map(Object.values(PEOPLE).map(({ userId, id }) => [userId, id]));
	return renamed(initialState(settingsFrom({ ...options, enterprise: ORGANIZATION })), names);
}
