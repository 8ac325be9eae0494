import type { RingCentralSettings } from '../options';
import { notFound } from '../requests/failure';

/** An extension: a user or a call queue. */
export interface Extension {
	/** Decimal digits. */
	id: string;
	extensionNumber: string;
	/** A call queue is a Department. */
	type: 'User' | 'Department';
	/** What the control and the JWTs call it: `alice`. */
	login: string;
	name: string;
	firstName: string;
	lastName?: string;
	email: string;
	status: 'Enabled' | 'Disabled' | 'NotActivated';
	/** Own number, E.164. */
	directNumber?: string;
	admin: boolean;
	/** User permissions; undefined: every one. */
	permissions?: ReadonlySet<string>;
}

export interface Device {
	id: string;
	extensionId: string;
	name: string;
	/** Only SIP devices that are online can answer. */
	status: 'Online' | 'Offline';
}

/** A number of the account. */
export interface PhoneNumber {
	id: string;
	/** E.164 */
	phoneNumber: string;
	/** None for the main number. */
	extensionId?: string;
	usageType: 'MainCompanyNumber' | 'DirectNumber';
	features: string[];
}

export interface ForwardingNumber {
	id: string;
	extensionId: string;
	phoneNumber: string;
	label: string;
	type: 'Home' | 'Mobile' | 'Work' | 'PhoneLine';
	features: ('CallFlip' | 'CallForwarding')[];
	flipNumber: string;
}

/** Permissions that only administrators have. */
export const ADMIN_PERMISSIONS: readonly string[] = [
	'FullCompanyCallLog',
	'AddRemoveUsers',
	'Groups',
	'EditCallQueuePresence',
	'ReadCompanyPhoneNumbers',
	'Super Admin',
];

const USERS: [login: string, id: string, number: string, first: string, last: string][] = [
	['alice', '62288329016', '101', 'Alice', 'Adams'],
	['bob', '62288330016', '102', 'Bob', 'Brown'],
	['carol', '62288331016', '103', 'Carol', 'Clark'],
];

/** Extensions, devices and numbers of the account. */
export class People {
	readonly extensions = new Map<string, Extension>();

	readonly devices = new Map<string, Device>();

	readonly phoneNumbers: PhoneNumber[] = [];

	readonly forwardingNumbers: ForwardingNumber[] = [];

	constructor(private readonly settings: RingCentralSettings) {
		this.phoneNumbers.push({
			id: '1162820000',
			phoneNumber: '+16505550100',
			usageType: 'MainCompanyNumber',
			features: ['CallerId'],
		});
		USERS.forEach(([login, id, number, firstName, lastName], index) => {
			const directNumber = `+16505550${number}`;
			this.add({
				id,
				extensionNumber: number,
				type: 'User',
				login,
				name: `${firstName} ${lastName}`,
				firstName,
				lastName,
				email: `${login}@example.com`,
				status: 'Enabled',
				directNumber,
				admin: login === 'alice',
			});
			this.devices.set(`8000000010${index + 1}`, {
				id: `8000000010${index + 1}`,
				extensionId: id,
				name: `${firstName}'s phone`,
				status: 'Online',
			});
			this.forwardingNumbers.push({
				id: `33000000${number}`,
				extensionId: id,
				phoneNumber: `+1650555090${index + 1}`,
				label: 'My Cell Phone',
				type: 'Mobile',
				features: ['CallFlip', 'CallForwarding'],
				flipNumber: '3',
			});
		});
		this.add({
			id: '62290000016',
			extensionNumber: '200',
			type: 'Department',
			login: 'Sales',
			name: 'Sales',
			firstName: 'Sales',
			email: 'sales@example.com',
			status: 'Enabled',
			admin: false,
		});
	}

	/** Adds an extension, and its direct number with it. */
	add(extension: Extension): Extension {
		const permissions = this.settings.permissions[extension.login];
		const added = {
			...extension,
			...(permissions === undefined ? {} : { permissions: new Set(permissions) }),
		};
		this.extensions.set(added.id, added);
		if (added.directNumber !== undefined) {
			this.phoneNumbers.push({
				id: `11628${added.extensionNumber.padStart(5, '0')}`,
				phoneNumber: added.directNumber,
				extensionId: added.id,
				usageType: 'DirectNumber',
				features: ['CallerId', 'SmsSender', 'MmsSender'],
			});
		}
		return added;
	}

	/** @throws ApiFailure 404 CMN-102 naming `parameterName` */
	get(id: string, parameterName = 'extensionId'): Extension {
		const found = this.extensions.get(id);
		if (!found) throw notFound(parameterName);
		return found;
	}

	/** By id, extension number, login name or direct number (with or without +). */
	find(text: string): Extension | undefined {
		const digits = text.replace(/^\+/, '');
		return (
			this.extensions.get(text) ??
			[...this.extensions.values()].find(
				({ extensionNumber, login, directNumber }) =>
					extensionNumber === text || login === text || directNumber === `+${digits}`,
			)
		);
	}

	users(): Extension[] {
		return [...this.extensions.values()].filter(({ type }) => type === 'User');
	}

	queues(): Extension[] {
		return [...this.extensions.values()].filter(({ type }) => type === 'Department');
	}

	devicesOf(extensionId: string): Device[] {
		return [...this.devices.values()].filter((device) => device.extensionId === extensionId);
	}

	/** True when the user has the permission. */
	may(extension: Extension, permission: string): boolean {
		if (extension.permissions) return extension.permissions.has(permission);
		return extension.admin || !ADMIN_PERMISSIONS.includes(permission);
	}
}
