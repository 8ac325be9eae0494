import { connectionResource } from '../../shared/trigger/line/stateOperation';
import type { Operation, Resource } from '../../shared/action/operation';
import type { DimensionsConnection } from '../client/connection';
import { connectionStateOperation } from './connection';
import { contactOperations } from './contact';
import { getDirectoryOperation, listDirectoriesOperation } from './directory';
import { rawRequestOperation } from './rawRequest';

/** The Resource dropdown; the first one is the default. */
export const resources: readonly Resource[] = [
	{ name: 'contact', label: 'Contact' },
	{ name: 'directory', label: 'Directory' },
	connectionResource,
	{ name: 'rawRequest', label: 'Raw Request' },
];

/** Every action of the node. A new one is one more line here. */
export const operations: ReadonlyArray<Operation<DimensionsConnection>> = [
	...contactOperations,
	listDirectoriesOperation,
	getDirectoryOperation,
	rawRequestOperation,
	connectionStateOperation,
];
