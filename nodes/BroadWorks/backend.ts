import type { Backend } from '../shared/backend';
import { recordSources } from './client/calls/recordSources';
import { operations, resources } from './operations';
import { events } from './trigger/events';
import { triggerProperties } from './trigger/fields';
import { sampleItems } from './trigger/sample';

export const backend: Backend = {
	displayName: 'BroadWorks',
	name: 'broadWorks',
	credentials: ['broadWorksXsiApi', 'webexCallingOAuth2Api'],
	resources,
	operations,
	events,
	triggerProperties,
	sampleItems,
	recordSources,
};
