import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Operation, Resource } from './action/operation';
import type { OutputShape } from './core/callRecord';
import type { RecordSources } from './core/record/sources';
import type { EventEntry } from './trigger/eventCatalogue';

/** What a backend is: the build, docs, contract tests and the demo iterate these (docs/design.md#data-not-code). */
export interface Backend {
	/** As n8n shows the node, and as its folder is called: `RingCentral`. In small letters, its page in docs/. */
	displayName: string;
	/** Type of the action node; that of the trigger has `Trigger` behind it. */
	name: string;
	/** Types of the credentials of both nodes. */
	credentials: readonly string[];
	resources: readonly Resource[];
	operations: ReadonlyArray<Operation<never>>;
	events: ReadonlyArray<EventEntry<string>>;
	/** Every parameter of the trigger. */
	triggerProperties: readonly INodeProperties[];
	/** What the text of an event's fixture becomes under an output. */
	sampleItems(event: EventEntry<string>, fixture: string, output: OutputShape): IDataObject[];
	/** Where its call records have their members from. */
	recordSources: RecordSources;
}
