import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { mapBounded } from '../core/flow/concurrency';
import { answersModel, toNodeError } from './nodeErrors';
import { BinaryOutput, type InputFile, type Operation } from './operation';
import { storeFile } from './storeFile';

/** Reads under way at once over the items of one execution. */
const READS_AT_ONCE = 8;

async function readFile(
	{ helpers }: IExecuteFunctions,
	itemIndex: number,
	property: string,
): Promise<InputFile> {
	const { fileName, mimeType } = helpers.assertBinaryData(itemIndex, property);
	return {
		bytes: await helpers.getBinaryDataBuffer(itemIndex, property),
		fileName: fileName ?? property,
		mimeType: mimeType || 'application/octet-stream',
	};
}

/**
 * Runs the chosen operation for every input item: reads several at once, changes in order. Every output
 * item is paired with its input. With Continue On Fail, and in the tool of an AI agent, a failure becomes an item.
 */
export async function executeOperations<Client>(
	node: IExecuteFunctions,
	operations: ReadonlyArray<Operation<Client>>,
	connect: () => Promise<Client>,
): Promise<INodeExecutionData[][]> {
	const resource = node.getNodeParameter('resource', 0) as string;
	const name = node.getNodeParameter('operation', 0) as string;
	const operation = operations.find(
		(candidate) => candidate.resource === resource && candidate.name === name,
	);
	if (!operation) {
		throw new NodeOperationError(
			node.getNode(),
			`There is no operation "${name}" for "${resource}"`,
		);
	}
	const items = node.getInputData();
	const failed = (error: unknown, itemIndex?: number) => {
		const nodeError = toNodeError(node.getNode(), error, itemIndex);
		if (!node.continueOnFail() && !answersModel(node.getNode())) throw nodeError;
		return nodeError;
	};
	// Without `error` an item would leave by the output for successes.
	const failure = (error: ReturnType<typeof toNodeError>, item: number): INodeExecutionData => ({
		json: { error: error.message },
		error,
		pairedItem: { item },
	});
	const chosen = Object.values(node.getNode().credentials ?? {});
	const credentialIds = chosen.flatMap(({ id }) => id ?? []);
	let client: Client;
	try {
		client = operation.asksNobody ? (undefined as never) : await connect();
	} catch (error) {
		const nodeError = failed(error);
		return [items.map((_item, itemIndex) => failure(nodeError, itemIndex))];
	}
	const runItem = async (
		_item: INodeExecutionData,
		itemIndex: number,
	): Promise<INodeExecutionData[]> => {
		try {
			const result = await operation.run({
				client,
				credentialIds,
				itemIndex,
				parameter: <T>(parameter: string, fallback?: T) =>
					node.getNodeParameter(parameter, itemIndex, fallback as object, {
						extractValue: true,
					}) as T,
				timeZone: node.getTimezone(),
				storeFile: async (body, fileName, mimeType) =>
					await storeFile(node.helpers, body, fileName, mimeType),
				readFile: async (property) => await readFile(node, itemIndex, property),
			});
			const pairedItem = { item: itemIndex };
			if (result instanceof BinaryOutput) {
				return [{ json: result.json, binary: result.binary, pairedItem }];
			}
			return [result].flat().map((json) => ({ json, pairedItem }));
		} catch (error) {
			return [failure(failed(error, itemIndex), itemIndex)];
		}
	};
	const limit = operation.kind === 'read' ? READS_AT_ONCE : 1;
	return [(await mapBounded(items, limit, runItem)).flat()];
}
