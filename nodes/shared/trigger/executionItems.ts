import type { IBinaryKeyData, IDataObject, INodeExecutionData } from 'n8n-workflow';

/** Items of an execution before n8n has them. */
export interface ItemsWithFiles {
	items: IDataObject[];
	/** A file for each item that has one. */
	files?: ReadonlyArray<IBinaryKeyData | undefined>;
}

/** The items as n8n takes them. */
export const executionItems = ({ items, files }: ItemsWithFiles): INodeExecutionData[] =>
	items.map((json, index) => {
		const binary = files?.[index];
		return binary === undefined ? { json } : { json, binary };
	});
