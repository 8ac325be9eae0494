import type { IBinaryData, IDataObject, INodeProperties } from 'n8n-workflow';

import type { HttpStream } from '../core/ports';

/** An output item that carries files; the keys of `binary` are the names of the binary properties. */
export class BinaryOutput {
	constructor(
		readonly json: IDataObject,
		readonly binary: Record<string, IBinaryData>,
	) {}
}

/** A file of the input item. */
export interface InputFile {
	bytes: Uint8Array;
	fileName: string;
	/** `application/octet-stream` where n8n knows nothing better. */
	mimeType: string;
}

/** What an operation may use while it works on one item. */
export interface OperationContext<Client> {
	client: Client;
	/** Ids of the credentials chosen in the node. */
	credentialIds: readonly string[];
	itemIndex: number;
	/** Value of a parameter for this item; resource locators give their value. */
	parameter<T>(name: string, fallback?: T): T;
	/** The workflow's own, as `Europe/Berlin`: in it a time without zone is meant. */
	timeZone: string;
	/**
	 * Hands a file to n8n as it comes. Throws what `body` throws, so that a file cut in the middle is an
	 * error and never a short file.
	 */
	storeFile(body: HttpStream['body'], fileName: string, mimeType?: string): Promise<IBinaryData>;
	/** A file of the input item, by the name of its binary property. Throws what n8n says without one. */
	readFile(property: string): Promise<InputFile>;
}

/**
 * One action of a node. The dropdowns, the fields' visibility, the tests and the README's table are
 * derived from these objects (docs/design.md#data-not-code).
 */
export interface Operation<Client> {
	resource: string;
	/** Frozen value, as `transferToVoicemail`. */
	name: string;
	/** Title case, as `Transfer to Voicemail`. */
	label: string;
	/** Sentence case, as `Transfer a call to voicemail`. */
	action: string;
	description: string;
	/**
	 * `read`: several items at once, repeated when the server is unavailable. `change`: one item after
	 * the other, sent once.
	 */
	kind: 'read' | 'change';
	/** It says what n8n itself knows, also while the server is away: there is no `client`. */
	asksNobody?: true;
	fields: INodeProperties[];
	/** One output item, for docs and tests. */
	sample: IDataObject;
	run(context: OperationContext<Client>): Promise<IDataObject | IDataObject[] | BinaryOutput>;
}

/** A group of operations in the Resource dropdown. */
export interface Resource {
	name: string;
	label: string;
	/** Operation of a new node, where it is not the first that reads: n8n stores no value that is the default. */
	first?: string;
}
