import { badRequest, notFound } from '../http/errors';
import { fieldsOf, typeOfRoot } from '../xml/schema';
import type { UserState } from '../state';
import type { XsiWorld } from '../world';
import type { XmlElement, XmlFields, XmlValue } from '../xml/xml';
import { associate } from './hosts';
import { SERVICE_EVENTS, SERVICES, type ServiceEventDescription } from './serviceCatalogue';

const isNil = ({ attributes }: XmlElement) => attributes.nil === 'true';

/** The element without what is cleared inside it. */
const withoutNil = (element: XmlElement): XmlElement => ({
	...element,
	children: element.children.filter((item) => !isNil(item)),
});

/** Whether an element had nothing but what is cleared. */
const isCleared = (element: XmlElement) =>
	isNil(element) || (element.children.length > 0 && element.children.every(isNil));

/** An element as the simulator holds documents. */
export function fieldsFrom(whole: XmlElement): XmlValue {
	const element = withoutNil(whole);
	const attributes = Object.entries(element.attributes)
		.filter(([name]) => name !== 'nil' && name !== 'schemaLocation')
		.map(([name, value]) => [name === 'type' ? '@xsi:type' : `@${name}`, value] as const);
	if (element.children.length === 0) {
		const text = element.text.trim();
		return attributes.length > 0 ? { ...Object.fromEntries(attributes), $: text } : text;
	}
	const fields: XmlFields = Object.fromEntries(attributes);
	for (const item of element.children) {
		const before = fields[item.name];
		const value = fieldsFrom(item);
		if (before === undefined) fields[item.name] = value;
		else fields[item.name] = Array.isArray(before) ? [...before, value] : [before, value];
	}
	return fields;
}

/**
 * Puts a partial document over a stored one: what is absent stays, `xsi:nil` clears, the result
 * is in schema order (docs/protocols/broadworks.md#services).
 */
export function mergeDocument(stored: XmlFields, change: XmlElement): XmlFields {
	const merged: XmlFields = { ...stored };
	for (const item of change.children) if (isCleared(item)) delete merged[item.name];
	const given = fieldsFrom({
		...change,
		attributes: {},
		children: change.children.filter((item) => !isCleared(item)),
	});
	if (typeof given === 'object') Object.assign(merged, given);
	const order = fieldsOf(typeOfRoot(change.name))
		.flatMap((field) => field.choice ?? [field])
		.map((field) => field.name ?? '');
	return Object.fromEntries(
		order.filter((name) => merged[name] !== undefined).map((name) => [name, merged[name]]),
	);
}

/** Whether a service is switched on: assigned and `active`. */
export function isActive(user: UserState, path: string): boolean {
	const active = user.services[path]?.active;
	return active === true || active === 'true' || active === '1';
}

/** The text of one value of a service document. */
export function serviceText(user: UserState, path: string, name: string): string | undefined {
	const value = user.services[path]?.[name];
	if (value === undefined || Array.isArray(value)) return undefined;
	const text = typeof value === 'object' ? String(value.$ ?? '') : String(value);
	return text === '' ? undefined : text;
}

/** The eventData of a service event: the service's document or `unassigned`. */
export function serviceEventData(event: ServiceEventDescription, user: UserState): XmlFields {
	const known = SERVICES.some((item) => item.path === event.service);
	const document = user.services[event.service];
	// Services without a document of their own count as assigned to everybody.
	if (known && !document) return { unassigned: '' };
	if (event.infoFields.length === 0) return {};
	if (!document) return { unassigned: '' };
	const info = event.infoFields
		.filter((name) => document[name] !== undefined)
		.map((name) => [name, document[name]]);
	return { info: Object.fromEntries(info) as XmlFields };
}

/** Tells the subscribers of a service how it is now. */
export function publishService(world: XsiWorld, user: UserState, path: string): void {
	for (const event of SERVICE_EVENTS.values()) {
		if (event.service !== path) continue;
		const data = serviceEventData(event, user);
		world.publish({ subject: user, type: event.type, data, packages: [event.package] });
	}
	world.signals.emit('change');
}

/** The document of a service. @throws XsiError 404 when it is not assigned */
export function serviceDocument(user: UserState, path: string): XmlFields {
	const document = user.services[path];
	if (!document) throw notFound(`The service ${path} is not assigned to the user.`);
	return document;
}

/** Services that need another setting while they are active. */
const NEEDED_WHEN_ACTIVE: Record<string, string> = {
	CallForwardingAlways: 'forwardToPhoneNumber',
	CallForwardingAlwaysSecondary: 'forwardToPhoneNumber',
	CallForwardingBusy: 'forwardToPhoneNumber',
	CallForwardingNoAnswer: 'forwardToPhoneNumber',
	CallForwardingNotReachable: 'forwardToPhoneNumber',
	CallForwardingSelective: 'defaultForwardToPhoneNumber',
	RemoteOffice: 'remoteOfficeNumber',
};

/** Changes a service by a partial document and tells its subscribers. */
export function changeService(
	world: XsiWorld,
	user: UserState,
	path: string,
	change: XmlElement,
): void {
	const merged = mergeDocument(serviceDocument(user, path), change);
	const before = user.services[path];
	user.services[path] = merged;
	const needed = NEEDED_WHEN_ACTIVE[path];
	try {
		if (needed && isActive(user, path) && serviceText(user, path, needed) === undefined) {
			throw badRequest('The service cannot be active without a number.');
		}
		associate(world, user, path, before);
	} catch (error) {
		user.services[path] = before;
		throw error;
	}
	publishService(world, user, path);
}

/** Sets Do Not Disturb, as the handset does. */
export function setDoNotDisturb(
	world: XsiWorld,
	user: UserState,
	active: boolean,
	ringSplash?: boolean,
): void {
	const before = serviceDocument(user, 'DoNotDisturb');
	user.services.DoNotDisturb = { active, ringSplash: ringSplash ?? before.ringSplash ?? false };
	publishService(world, user, 'DoNotDisturb');
}
