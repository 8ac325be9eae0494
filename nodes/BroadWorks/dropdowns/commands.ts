import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
	ResourceMapperFields,
} from 'n8n-workflow';

import { toNodeError } from '../../shared/action/nodeErrors';
import { commandOf, XSI_COMMANDS, type XsiMethod } from '../client/commands/commands';
import { wholePath } from '../client/commands/path';
import { AUTOMATIC } from '../operations/rawRequest/fields';
import { valuesOfCommand } from '../operations/rawRequest/values';
import { chosenIn, fits } from './loading';

/** The paths of Xsi-Actions; a search matches anywhere. */
export async function searchCommands(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await Promise.resolve({
		results: XSI_COMMANDS.filter(({ path }) => fits(path, filter)).map(({ path, methods }) => ({
			name: `${path.replace(/^\/v2\.0\/(user\/\{userId\}\/)?/, '')} (${methods.join(', ')})`,
			value: path,
		})),
	});
}

/** Answers the panel; what goes wrong is told as in an execution. */
async function explained<T>(context: ILoadOptionsFunctions, work: () => T): Promise<T> {
	try {
		return await Promise.resolve(work());
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

const ALL: XsiMethod[] = ['GET', 'PUT', 'POST', 'DELETE'];

/** The methods of the path in the panel; without one all there are. */
export async function getMethods(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await explained(this, () => {
		const path = chosenIn(this, 'path');
		const command = path === '' ? undefined : commandOf(wholePath(path));
		return [
			AUTOMATIC,
			...(command?.methods ?? ALL).map((method) => ({ name: method, value: method })),
		];
	});
}

/** What the path in the panel is filled with. */
export async function getCommandValues(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	return await explained(this, () => {
		const path = chosenIn(this, 'path');
		const method = (chosenIn(this, 'method') || 'automatic') as XsiMethod | 'automatic';
		if (path === '') return { fields: [], emptyFieldsNotice: 'Choose a path first' };
		const emptyFieldsNotice = 'This path takes no values besides the user';
		return { fields: valuesOfCommand(path, method), emptyFieldsNotice };
	});
}
