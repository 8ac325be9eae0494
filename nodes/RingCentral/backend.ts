import type { Backend } from '../shared/backend';
import { recordSources } from './client/callLog/recordSources';
import { operations, resources } from './operations';
import { events } from './trigger/events';
import { triggerProperties } from './trigger/fields';
import { sampleItems } from './trigger/sample';

export const backend: Backend = {
	displayName: 'RingCentral',
	name: 'ringCentral',
	credentials: ['ringCentralOAuth2Api', 'ringCentralJwtApi'],
	resources,
	operations,
	events,
	triggerProperties,
	sampleItems,
	recordSources,
};
