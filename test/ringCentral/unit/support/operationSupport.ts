import type { IBinaryData, IDataObject, INodeProperties } from 'n8n-workflow';

import type { RingCentralClient } from '../../../../nodes/RingCentral/connect';
import { operations } from '../../../../nodes/RingCentral/operations';
import { BinaryOutput, type InputFile } from '../../../../nodes/shared/action/operation';
import { readAll, restBench, type RestBench } from './restSupport';

export interface Run {
	/** Parameters as n8n gives them: resource locators are their values already. */
	parameters?: Record<string, unknown>;
	/** Files of the input item by name. */
	files?: Record<string, InputFile>;
	timeZone?: string;
}

/**
 * Whether a field is shown with these parameters. n8n throws for reading one that is not, though it has a
 * value ("Could not find property").
 */
function isShown(fields: INodeProperties[], name: string, given: Record<string, unknown>): boolean {
	const valueOf = (other: string) =>
		other in given ? given[other] : fields.find((field) => field.name === other)?.default;
	return fields.some(
		(field) =>
			field.name === name &&
			Object.entries(field.displayOptions?.show ?? {}).every(([other, values]) =>
				(values as unknown[] | undefined)?.includes(valueOf(other)),
			),
	);
}

export interface OperationBench extends RestBench {
	run(resource: string, operation: string, given?: Run): Promise<IDataObject[]>;
	/** Files that operations gave out, by name of the file. */
	stored: Map<string, { bytes: Buffer; mimeType?: string }>;
	/** The binary fields of the last output. */
	binary(): Record<string, IBinaryData>;
}

/** The operations of the node without n8n, on a server that answers as scripted. */
export function operationBench(bench: RestBench = restBench()): OperationBench {
	const stored: OperationBench['stored'] = new Map();
	const client: RingCentralClient = {
		...bench.connection,
		permissions: async () => await Promise.resolve(undefined),
	};
	let binary: Record<string, IBinaryData> = {};
	return {
		...bench,
		stored,
		binary: () => binary,
		async run(resource, name, { parameters = {}, files = {}, timeZone = 'UTC' } = {}) {
			const operation = operations.find(
				(candidate) => candidate.resource === resource && candidate.name === name,
			);
			if (!operation) throw new Error(`No operation ${name} of ${resource}`);
			const result = await operation.run({
				client,
				itemIndex: 0,
				credentialIds: [],
				timeZone,
				parameter: <T>(parameter: string, fallback?: T) => {
					if (!isShown(operation.fields, parameter, parameters)) {
						throw new Error(`Could not find property ${parameter}`);
					}
					return (parameter in parameters ? parameters[parameter] : fallback) as T;
				},
				async storeFile(body, fileName, mimeType) {
					stored.set(fileName, { bytes: await readAll(body), mimeType });
					return { data: '', fileName, mimeType: mimeType ?? '' };
				},
				async readFile(property) {
					if (property in files) return await Promise.resolve(files[property]);
					throw new Error(`no binary field ${property}`);
				},
			});
			binary = result instanceof BinaryOutput ? result.binary : {};
			return [result instanceof BinaryOutput ? result.json : result].flat();
		},
	};
}
