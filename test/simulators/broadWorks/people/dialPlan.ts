import type { PartyState, UserState, XsiState } from '../state';

/** Who answers an address: somebody in the system or a number outside. */
export interface Destination {
	user?: UserState;
	/** The number as it is shown: E.164 where given so. */
	number: string;
}

/** Strips `tel:`/`sip:`, parameters and visual separators. */
export function cleanAddress(address: string): string {
	const bare = address
		.trim()
		.replace(/^(tel|sip|sips):/i, '')
		.replace(/;.*$/, '');
	return bare.includes('@') ? bare : bare.replace(/[\s().-]/g, '');
}

/**
 * Finds the user behind a user id, number or extension
 * (docs/protocols/broadworks.md#identifiers-and-escaping).
 */
export function resolve(state: XsiState, address: string): Destination {
	const clean = cleanAddress(address);
	const direct = state.users.get(clean);
	if (direct && direct.kind !== 'administrator') return { user: direct, number: direct.number };
	const digits = clean.replace(/^\+/, '');
	for (const user of state.users.values()) {
		if (user.kind === 'administrator') continue;
		if (clean === user.extension || digits === user.number.replace(/^\+/, '')) {
			return { user, number: user.number };
		}
	}
	return { number: clean };
}

/** Whether a number can be dialled outside; short numbers are extensions and must exist. */
export const isOutsideNumber = (number: string): boolean =>
	/^\+?[0-9*#]{6,}$/.test(number) || number.includes('@');

/** Country code of an E.164 number of the North American plan; the simulator knows no other. */
const countryCodeOf = (number: string) => (/^\+?1\d/.test(number) ? '1' : undefined);

/** How an outside caller or callee is shown. */
export function outsideParty(number: string, givenName?: string): PartyState {
	const name = givenName || undefined;
	if (number === '' || /^anonymous$/i.test(number)) return { name, callType: 'Unknown' };
	const address = number.includes('@') ? `sip:${number}` : `tel:${number}`;
	return { name, address, countryCode: countryCodeOf(number), callType: 'Network' };
}

/** How a user of the system is shown to another. */
export function internalParty(user: UserState): PartyState {
	return {
		name: `${user.firstName} ${user.lastName}`,
		address: `tel:${user.extension}`,
		userId: user.userId,
		callType: 'Group',
	};
}
