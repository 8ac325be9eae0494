import type { Backend } from '../shared/backend';
import { recordSources } from './client/recordSources';
import { operations, resources } from './operations';
import { events } from './trigger/events';
import { triggerProperties } from './trigger/fields';
import { sampleItems } from './trigger/sample';

export const backend: Backend = {
	displayName: 'Udesk',
	name: 'udesk',
	credentials: ['udeskApi', 'udeskWebhookApi'],
	resources,
	operations,
	events,
	triggerProperties,
	sampleItems,
	recordSources,
};
