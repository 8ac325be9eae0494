import { present } from '../callLog/callLogRecord';
import { listReply } from '../requests/paging';
import type { Device, Extension, ForwardingNumber, PhoneNumber } from './people';
import { notFound, type RouteContext, type RouteReply, type Router } from '../requests/router';
import type { World } from '../world';

const ACCOUNT = '/restapi/v1.0/account/{accountId}';
const EXTENSION = `${ACCOUNT}/extension/{extensionId}`;

const extensionInfo = (world: World, extension: Extension) => ({
	uri: world.uri(world.extensionPath(extension)),
	id: Number(extension.id),
	extensionNumber: extension.extensionNumber,
	name: extension.name,
	type: extension.type,
	status: extension.status,
	contact: present({
		firstName: extension.firstName,
		lastName: extension.lastName,
		email: extension.email,
		businessPhone: extension.directNumber,
	}),
	permissions: {
		admin: { enabled: extension.admin },
		internationalCalling: { enabled: true },
	},
	hidden: false,
});

const deviceInfo = (world: World, device: Device) => {
	const extension = world.people.get(device.extensionId);
	return {
		uri: world.uri(`${world.accountPath}/device/${device.id}`),
		id: device.id,
		type: 'SoftPhone',
		name: device.name,
		status: device.status,
		extension: {
			uri: world.uri(world.extensionPath(extension)),
			id: Number(extension.id),
			extensionNumber: extension.extensionNumber,
		},
		phoneLines: [],
	};
};

function numberInfo(world: World, number: PhoneNumber, withFeatures: boolean) {
	const extension =
		number.extensionId === undefined ? undefined : world.people.get(number.extensionId);
	return present({
		uri: world.uri(`${world.accountPath}/phone-number/${number.id}`),
		id: Number(number.id),
		phoneNumber: number.phoneNumber,
		paymentType: 'Local',
		status: 'Normal',
		type: 'VoiceFax',
		usageType: number.usageType,
		features: withFeatures ? number.features : undefined,
		extension: extension && {
			uri: world.uri(world.extensionPath(extension)),
			id: Number(extension.id),
			extensionNumber: extension.extensionNumber,
			name: extension.name,
		},
	});
}

const forwardingInfo = (world: World, number: ForwardingNumber) => {
	const { id, phoneNumber, label, features, flipNumber, type, extensionId } = number;
	const uri = world.uri(`${world.extensionPath(extensionId)}/forwarding-number/${id}`);
	return { uri, id, phoneNumber, label, features, flipNumber, type };
};

const entryInfo = (world: World, extension: Extension) =>
	present({
		id: extension.id,
		type: extension.type,
		status: extension.status,
		account: { id: world.accountId },
		extensionNumber: extension.extensionNumber,
		firstName: extension.type === 'User' ? extension.firstName : undefined,
		lastName: extension.lastName,
		name: extension.type === 'User' ? undefined : extension.name,
		email: extension.email,
		phoneNumbers:
			extension.directNumber === undefined
				? []
				: [{ phoneNumber: extension.directNumber, type: 'VoiceFax', usageType: 'DirectNumber' }],
		hidden: false,
	});

function extensions(context: RouteContext): RouteReply {
	const { world, query } = context;
	const among = (name: string, value: string) => {
		const allowed = query.getAll(name);
		return allowed.length === 0 || allowed.includes(value);
	};
	const found = [...world.people.extensions.values()].filter(
		(extension) =>
			among('type', extension.type) &&
			among('status', extension.status) &&
			among('email', extension.email) &&
			among('extensionNumber', extension.extensionNumber),
	);
	return listReply(context, found, (extension) => extensionInfo(world, extension));
}

const SEARCHED: Record<string, (extension: Extension) => string | undefined> = {
	firstName: ({ firstName }) => firstName,
	lastName: ({ lastName }) => lastName,
	extensionNumber: ({ extensionNumber }) => extensionNumber,
	phoneNumber: ({ directNumber }) => directNumber,
	email: ({ email }) => email,
};

interface Search {
	searchString?: string;
	searchFields?: string[];
	extensionType?: string;
	extensionTypes?: string[];
	extensionIds?: string[];
	page?: number;
	perPage?: number;
}

function search({ world, path, body }: RouteContext): RouteReply {
	const asked = body as Search;
	const words = (asked.searchString ?? '').toLowerCase().split(/\s+/).filter(Boolean);
	const fields = asked.searchFields ?? Object.keys(SEARCHED);
	const types = asked.extensionTypes ?? (asked.extensionType ? [asked.extensionType] : undefined);
	const found = [...world.people.extensions.values()].filter((extension) => {
		const values = fields.map((field) => SEARCHED[field]?.(extension)?.toLowerCase() ?? '');
		return (
			(types === undefined || types.includes(extension.type)) &&
			(asked.extensionIds === undefined || asked.extensionIds.includes(extension.id)) &&
			words.every((word) => values.some((value) => value.includes(word)))
		);
	});
	const query = new URLSearchParams({ page: String(asked.page ?? 1) });
	query.set('perPage', String(asked.perPage ?? 100));
	const { json } = listReply({ world, path, query }, found, (item) => entryInfo(world, item));
	const { records, paging } = json as { records: unknown[]; paging: unknown };
	return { json: { records, paging } };
}

/** Account, extensions, devices, numbers and the company directory. */
export function addDirectoryRoutes(router: Router): void {
	router.add('GET', ACCOUNT, {}, ({ world }) => ({
		json: {
			uri: world.uri(world.accountPath),
			id: Number(world.accountId),
			mainNumber: '+16505550100',
			status: 'Confirmed',
		},
	}));
	router.add('GET', `${ACCOUNT}/extension`, {}, extensions);
	router.add('GET', EXTENSION, { others: true }, ({ world, params }) => ({
		json: {
			...extensionInfo(world, world.people.get(params.extensionId)),
			account: { id: world.accountId, uri: world.uri(world.accountPath) },
		},
	}));
	router.add('GET', `${EXTENSION}/device`, { others: true }, (context) => {
		const { world, params } = context;
		const devices = world.people.devicesOf(params.extensionId);
		return listReply(context, devices, (device) => deviceInfo(world, device));
	});
	router.add('GET', `${EXTENSION}/phone-number`, {}, (context) => {
		const { world, params, query } = context;
		const usage = query.getAll('usageType');
		const own = world.people.phoneNumbers.filter(
			({ extensionId, usageType }) =>
				(extensionId === params.extensionId || extensionId === undefined) &&
				(usage.length === 0 || usage.includes(usageType)),
		);
		return listReply(context, own, (number) => numberInfo(world, number, true));
	});
	router.add('GET', `${ACCOUNT}/phone-number`, {}, (context) => {
		const { world, query } = context;
		const usage = query.getAll('usageType');
		const numbers = world.people.phoneNumbers.filter(
			({ usageType }) => usage.length === 0 || usage.includes(usageType),
		);
		return listReply(context, numbers, (number) => numberInfo(world, number, false));
	});
	router.add('GET', `${EXTENSION}/forwarding-number`, {}, (context) => {
		const { world, params } = context;
		const own = world.people.forwardingNumbers.filter(
			({ extensionId }) => extensionId === params.extensionId,
		);
		return listReply(context, own, (number) => forwardingInfo(world, number));
	});
	router.add('GET', `${ACCOUNT}/directory/entries`, {}, (context) => {
		const { world, query } = context;
		const type = query.get('type');
		const entries = [...world.people.extensions.values()].filter(
			(extension) => type === null || extension.type === type,
		);
		const { json } = listReply(context, entries, (item) => entryInfo(world, item));
		const { records, paging } = json as { records: unknown[]; paging: unknown };
		return { json: { records, paging } };
	});
	router.add('GET', `${ACCOUNT}/directory/entries/{entryId}`, {}, ({ world, params }) => {
		const extension = world.people.extensions.get(params.entryId);
		if (!extension) throw notFound('entryId');
		return { json: entryInfo(world, extension) };
	});
	router.add('POST', `${ACCOUNT}/directory/entries/search`, {}, search);
}
