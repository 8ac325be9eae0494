import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { filtersField } from '../../../shared/action/collections';
import { inputFileField, outputFileField } from '../../../shared/action/fileFields';
import { limitField, limitOf, returnAllField } from '../../../shared/action/limitFields';
import { BinaryOutput, type Operation } from '../../../shared/action/operation';
import { mandatory, optional } from '../../../shared/action/parameters';
import { compact } from '../../../shared/core/callRecord';
import {
	getGreeting,
	openGreeting,
	setGreeting,
	standardGreetingPages,
	uploadGreeting,
	type GreetingChoice,
} from '../../client/account/greetings';
import { header } from '../../client/transport/answers';
import { sizeOf } from '../../client/transport/streams';
import type { RingCentralClient } from '../../connect';
import { connectorFields } from '../../callLogOutput';
import { collected, extensionOf, locator, ownExtensionField } from '../../fields/call';
import type { Context } from '../../fields/call';
import { choices } from '../../fields/choices';
import { ruleField, ruleIdOf, ruleOwnerFields, ruleOwnerOf } from '../../fields/rules';

const resource = 'greeting';

/** When a greeting is played, as the server names it. */
const TYPES = [
	'Announcement',
	'AutomaticRecording',
	'Company',
	'ConnectingAudio',
	'ConnectingMessage',
	'HoldMusic',
	'InterruptPrompt',
	'Introductory',
	'StartRecording',
	'StopRecording',
	'Unavailable',
	'Voicemail',
];

/** Those that can be uploaded, of whomever. */
const UPLOADED = [
	'Announcement',
	'AutomaticRecording',
	'Company',
	'ConnectingAudio',
	'ConnectingMessage',
	'HoldMusic',
	'Introductory',
	'StartRecording',
	'StopRecording',
	'TemplateGreeting',
	'Unavailable',
	'Voicemail',
];

/** Types by which the server narrows the list of its own greetings. */
const LISTED = [
	'Announcement',
	'Company',
	'ConnectingAudio',
	'ConnectingMessage',
	'HoldMusic',
	'Introductory',
	'Unavailable',
	'Voicemail',
];

const USAGES = [
	'AnnouncementExtensionAnsweringRule',
	'CompanyAfterHoursAnsweringRule',
	'CompanyAnsweringRule',
	'DepartmentExtensionAnsweringRule',
	'ExtensionAnsweringRule',
	'SharedLinesGroupAnsweringRule',
	'UserExtensionAnsweringRule',
	'VoicemailExtensionAnsweringRule',
];

const typeField = (values: readonly string[]): INodeProperties => ({
	displayName: 'Greeting Type',
	name: 'greetingType',
	type: 'options',
	options: choices(values),
	default: 'Voicemail',
	description: 'When it is played; the company has Company and those about recording',
});

const greetingIdField: INodeProperties = {
	displayName: 'Greeting ID',
	name: 'greetingId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 33611004',
	description: 'ID of a custom greeting, as Upload gives it and as a rule has it under custom',
};

const typeOf = (context: Context) => mandatory(context, 'greetingType', 'Greeting Type');
const greetingIdOf = (context: Context) => mandatory(context, 'greetingId', 'Greeting ID');

function choiceOf(context: Context): GreetingChoice {
	return optional(context, 'play') === 'custom'
		? { customId: greetingIdOf(context) }
		: { presetId: mandatory(context, 'presetId', 'Greeting') };
}

const sample: IDataObject = {
	id: '33611004',
	type: 'Voicemail',
	contentType: 'audio/mpeg',
	contentUri:
		'https://media.ringcentral.com/restapi/v1.0/account/809646016/extension/62288329016/greeting/33611004/content',
	answeringRule: { id: 'business-hours-rule' },
};

/** See docs/protocols/ringcentral.md#greetings. */
export const greetingOperations: ReadonlyArray<Operation<RingCentralClient>> = [
	{
		resource,
		name: 'getStandard',
		label: 'Get Standard',
		action: 'Get the standard greetings',
		description: 'Get the greetings and music that RingCentral has for everybody, one item each',
		kind: 'read',
		fields: [
			returnAllField,
			limitField,
			filtersField([
				{
					displayName: 'For',
					name: 'usageType',
					type: 'options',
					options: choices(USAGES),
					default: 'UserExtensionAnsweringRule',
					description: 'Only greetings for rules of this kind',
				},
				{
					displayName: 'Type',
					name: 'type',
					type: 'options',
					options: choices(LISTED),
					default: 'Voicemail',
					description: 'Only greetings of this type',
				},
			]),
		],
		sample: {
			id: '65538',
			name: 'Acoustic',
			type: 'HoldMusic',
			usageType: 'UserExtensionAnsweringRule',
			category: 'Music',
		},
		async run(context) {
			const filters = context.parameter<{ type?: string; usageType?: string }>('filters', {});
			const limit = limitOf(context);
			const all = standardGreetingPages(context.client, filters, { limit });
			return (await collected(all)).map(connectorFields);
		},
	},
	{
		resource,
		name: 'get',
		label: 'Get',
		action: 'Get a greeting',
		description: 'Get a custom greeting of a user or queue',
		kind: 'read',
		fields: [ownExtensionField('The user or call queue'), greetingIdField],
		sample,
		async run(context) {
			const owner = { extensionId: extensionOf(context) };
			return connectorFields(await getGreeting(context.client, owner, greetingIdOf(context)));
		},
	},
	{
		resource,
		name: 'download',
		label: 'Download',
		action: 'Download a greeting',
		description: 'Download the sound of a custom greeting as a file',
		kind: 'read',
		fields: [...ruleOwnerFields, greetingIdField, outputFileField],
		sample: {
			greetingId: '33611004',
			fileName: '33611004.mp3',
			mimeType: 'audio/mpeg',
			size: 9600,
		},
		async run(context) {
			const greetingId = greetingIdOf(context);
			const property = mandatory(context, 'binaryProperty', 'Put Output File in Field');
			const stream = await openGreeting(context.client, ruleOwnerOf(context), greetingId);
			const told = header(stream.headers, 'content-type').split(';')[0].trim();
			const mimeType = told === '' ? 'audio/mpeg' : told;
			const fileName = `${greetingId}.${/wav/i.test(mimeType) ? 'wav' : 'mp3'}`;
			const size = sizeOf(stream);
			const stored = await context.storeFile(stream.body, fileName, mimeType);
			const json = compact({ greetingId, fileName, mimeType, size });
			return new BinaryOutput(json, { [property]: stored });
		},
	},
	{
		resource,
		name: 'upload',
		label: 'Upload',
		action: 'Upload a greeting',
		description:
			'Upload an MP3 or WAV file as greeting; the rule of a user or queue plays it at once',
		kind: 'change',
		fields: [
			...ruleOwnerFields,
			typeField(UPLOADED),
			{
				...ruleField,
				required: false,
				description:
					'The rule that plays it, as Answering Rule, Get Many gives its ID; a user or queue needs one, the company does not',
			},
			inputFileField,
		],
		sample,
		async run(context) {
			const owner = ruleOwnerOf(context);
			const ruleId = owner === 'company' ? optional(context, 'ruleId') : ruleIdOf(context);
			const type = typeOf(context);
			const property = mandatory(context, 'binaryProperty', 'Input Data Field Name');
			const file = await context.readFile(property);
			const greeting = { type, ruleId: ruleId === '' ? undefined : ruleId, ...file };
			return connectorFields(await uploadGreeting(context.client, owner, greeting));
		},
	},
	{
		resource,
		name: 'set',
		label: 'Set',
		action: 'Set the greeting of a rule',
		description: 'Let a rule play another greeting; the company has standard ones only',
		kind: 'change',
		fields: [
			...ruleOwnerFields,
			ruleField,
			typeField(TYPES),
			{
				displayName: 'Play',
				name: 'play',
				type: 'options',
				options: [
					{ name: 'Own Greeting', value: 'custom', description: 'One that was uploaded' },
					{ name: 'Standard Greeting', value: 'preset', description: 'One of RingCentral' },
				],
				default: 'preset',
				description: 'Which greeting the rule plays from now on',
			},
			{
				...locator({
					displayName: 'Greeting',
					name: 'presetId',
					description: 'A greeting of RingCentral of the chosen type, as Get Standard gives its ID',
					search: 'searchGreetings',
					placeholder: 'e.g. 65538',
					required: true,
				}),
				displayOptions: { show: { play: ['preset'] } },
			},
			{ ...greetingIdField, displayOptions: { show: { play: ['custom'] } } },
		],
		sample: {
			id: 'business-hours-rule',
			type: 'BusinessHours',
			enabled: true,
			greetings: [{ type: 'Voicemail', custom: { id: '33611004' } }],
		},
		async run(context) {
			const [owner, ruleId] = [ruleOwnerOf(context), ruleIdOf(context)];
			const choice = choiceOf(context);
			const rule = await setGreeting(context.client, owner, ruleId, typeOf(context), choice);
			return connectorFields(rule);
		},
	},
];
