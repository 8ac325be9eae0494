import { badParameter } from '../requests/failure';
import type { Extension } from '../people/people';
import type { World } from '../world';

/** Where a call goes. */
export type Destination =
	| { kind: 'user'; extension: Extension }
	| { kind: 'queue'; extension: Extension }
	| { kind: 'voicemail'; extension: Extension }
	| { kind: 'outside'; phoneNumber: string };

const OUTSIDE = /^\+?[\d\s().-]{3,20}$/;

function toExtension(extension: Extension): Destination {
	return { kind: extension.type === 'Department' ? 'queue' : 'user', extension };
}

/** E.164 of a number as people write it; ten digits are a number of the North American plan. */
export function e164(text: string): string {
	const digits = text.replace(/\D/g, '');
	if (text.trim().startsWith('+')) return `+${digits}`;
	return digits.length === 10 ? `+1${digits}` : `+${digits}`;
}

/**
 * What a dialled text means: an extension number, a number of the account, or one outside. The
 * main number rings the first queue.
 * @throws ApiFailure 400 CMN-101 naming `parameterName` for what is no number
 */
export function dialled(world: World, text: string, parameterName: string): Destination {
	const internal = world.people.find(text);
	if (internal) return toExtension(internal);
	if (!OUTSIDE.test(text) || text.replace(/\D/g, '').length < 5) {
		throw badParameter(parameterName, text);
	}
	const phoneNumber = e164(text);
	const own = world.people.phoneNumbers.find((item) => item.phoneNumber === phoneNumber);
	if (!own) return { kind: 'outside', phoneNumber };
	const extension =
		own.extensionId === undefined ? world.people.queues()[0] : world.people.get(own.extensionId);
	return toExtension(extension);
}

/** The one target of a transfer or forward (OAS TransferTarget, ForwardTarget). */
export interface TargetBody {
	phoneNumber?: string;
	extensionNumber?: string;
	extensionId?: string;
	/** Mailbox: an extension id. */
	voicemail?: string;
	parkOrbit?: string;
}

/**
 * @throws ApiFailure 400 CMN-101 unless there is exactly one known target
 */
export function target(world: World, body: TargetBody): Destination {
	const given = Object.entries(body).filter(
		(entry): entry is [keyof TargetBody, string] => typeof entry[1] === 'string',
	);
	if (given.length !== 1) throw badParameter('body');
	const [[name, value]] = given;
	if (name === 'phoneNumber') return dialled(world, value, name);
	const extension =
		name === 'extensionNumber'
			? [...world.people.extensions.values()].find((item) => item.extensionNumber === value)
			: world.people.extensions.get(value);
	if (!extension) throw badParameter(name, value);
	return name === 'voicemail' ? { kind: 'voicemail', extension } : toExtension(extension);
}
