import { createHash } from 'node:crypto';

import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { dateIn } from '../shared/core/zone';
import { systemClock } from '../shared/systemPorts';
import { dayToken, likelyDays, type Md5 } from './client/authorization';

export const DEFAULT_TIME_ZONE = 'Asia/Shanghai';

/** The fields of the credential `cooCenterApi`. */
export interface CooCenterCredential {
	url: string;
	generation: 1 | 2;
	/** Generation 1; empty when the PBX asks for none. */
	webKey?: string;
	/** Generation 2. */
	username?: string;
	password?: string;
	/** Zone of the PBX's clock, as `Asia/Shanghai`. */
	timeZone: string;
	/** Country of numbers that are written without one, as `CN` or `+86`. */
	defaultCountry?: string;
	allowUnauthorizedCerts: boolean;
}

/** What the vendor wants, weak as it is (docs/protocols/coocenter.md#authorisation). */
export const md5: Md5 = (text) => createHash('md5').update(text, 'utf8').digest('hex');

export const timeZoneOf = ({ timeZone }: CooCenterCredential) =>
	String(timeZone ?? '').trim() || DEFAULT_TIME_ZONE;

/** Zone of the PBX's clock. Throws `badRequest` for a name that is no zone, before anything depends on it. */
export function knownTimeZoneOf(credential: CooCenterCredential): string {
	const zone = timeZoneOf(credential);
	dateIn(zone, systemClock.now());
	return zone;
}

export const generationOf = ({ generation }: CooCenterCredential): 1 | 2 =>
	Number(generation) === 2 ? 2 : 1;

export const webKeyOf = ({ webKey }: CooCenterCredential) => String(webKey ?? '').trim();

/**
 * The headers with the key of today's date. What is signed already stays: the client knows the day and
 * the session better.
 */
export function signed(
	credentials: ICredentialDataDecryptedObject,
	headers: IDataObject,
): IDataObject {
	const credential = credentials as unknown as CooCenterCredential;
	const webKey = webKeyOf(credential);
	const hasOwn = Object.keys(headers).some((name) => name.toLowerCase() === 'authorization');
	if (hasOwn || generationOf(credential) === 2 || webKey === '') return headers;
	const [today] = likelyDays(timeZoneOf(credential), systemClock.now());
	return { ...headers, Authorization: dayToken({ webKey, md5 }, today) };
}
