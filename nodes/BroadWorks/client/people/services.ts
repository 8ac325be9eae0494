import { TelephonyError } from '../../../shared/core/errors';
import { childText, parseXml } from '../../../shared/core/parsing/xml';
import { elementValue, type XsiObject } from '../calls/values';
import { commandOf } from '../commands/commands';
import { rootNamed } from '../documents/schema';
import { documentOf } from '../documents/write';
import { bodyText, bodyXml } from '../transport/answers';
import { segment, send, type XsiConnection } from '../transport/connection';
import { naming, userWords } from '../transport/naming';

/** A service that a user has (docs/protocols/broadworks.md#services). */
export interface UserService {
	/** As people know it, such as `Do Not Disturb`. */
	name: string;
	/** Below `services`, such as `DoNotDisturb`. */
	service: string;
	uri: string;
}

/** `VoiceMessaging/Greetings` of a path or address in which it stands. Throws `badRequest` for what is none. */
export function serviceNamed(written: string): string {
	const service = written.trim().replace(/^.*\/services\/|^services\/|^\/+|\/+$/gi, '');
	if (service === '' || service.includes('?')) {
		throw new TelephonyError('badRequest', `"${written}" is not a service such as DoNotDisturb`);
	}
	return service;
}

const userPath = (userId: string) => `/v2.0/user/${segment(userId, 'The user')}`;

function servicePath(userId: string, service: string): string {
	const path = service.split('/').map((part) => segment(part, 'The service'));
	return `${userPath(userId)}/services/${path.join('/')}`;
}

/** The services of a user, in the order of the server. */
export async function listServices(
	connection: XsiConnection,
	userId: string,
): Promise<UserService[]> {
	const words = { notFound: `The server knows no user ${userWords(userId)}` };
	const document = await naming(words, async () =>
		bodyXml(await send(connection, { method: 'GET', path: `${userPath(userId)}/services` })),
	);
	return document.children
		.filter(({ name }) => name === 'service')
		.map((entry) => {
			const uri = childText(entry, 'uri') ?? '';
			const service = /\/services\/(.*[^/])/i.exec(uri)?.[1] ?? '';
			return { name: childText(entry, 'name') ?? service, service, uri };
		});
}

const wordsFor = (userId: string, service: string) => ({
	notFound: `${userWords(userId)} does not have the service ${service}, or there is no such user`,
	badRequest: `The server refuses these settings of ${service}`,
	conflict: `The present state of ${service} of ${userWords(userId)} does not allow this`,
});

async function read(connection: XsiConnection, userId: string, service: string) {
	return await naming(wordsFor(userId, service), async () =>
		parseXml(
			bodyText(await send(connection, { method: 'GET', path: servicePath(userId, service) })),
		),
	);
}

/** The settings of a service, with the types of the schema. */
export async function getService(
	connection: XsiConnection,
	userId: string,
	service: string,
): Promise<XsiObject> {
	const value = elementValue(await read(connection, userId, service));
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

/**
 * Changes the settings that are given; others stay, null clears one. Their order is that of the schema
 * (docs/protocols/broadworks.md#services). Throws `badRequest` for what the schema does not have.
 */
export async function setService(
	connection: XsiConnection,
	userId: string,
	service: string,
	settings: Record<string, unknown>,
): Promise<void> {
	const root =
		commandOf(servicePath(userId, service))?.body ??
		rootNamed(service.split('/').at(-1) ?? service) ??
		(await read(connection, userId, service)).name;
	const body = documentOf(root, settings);
	await naming(wordsFor(userId, service), async () =>
		send(connection, { method: 'PUT', path: servicePath(userId, service), body }),
	);
}
