import { mediaReply } from '../callLog/media';
import { partsOf } from '../messages/multipart';
import { listReply } from '../requests/paging';
import {
	badParameter,
	notFound,
	type RouteContext,
	type RouteReply,
	type Router,
} from '../requests/router';
import type { World } from '../world';

const ACCOUNT = '/restapi/v1.0/account/{accountId}';
const EXTENSION = `${ACCOUNT}/extension/{extensionId}`;

/** An uploaded greeting. */
export interface Greeting {
	id: string;
	/** Extension; undefined for the company. */
	owner?: string;
	type: string;
	ruleId?: string;
	contentType: string;
	bytes: Buffer;
}

/** What RingCentral has for everybody. */
const STANDARD = [
	{ id: '65537', name: 'Default', type: 'Voicemail', usageType: 'UserExtensionAnsweringRule' },
	{ id: '65538', name: 'Acoustic', type: 'HoldMusic', usageType: 'UserExtensionAnsweringRule' },
	{ id: '65539', name: 'Beautiful', type: 'HoldMusic', usageType: 'UserExtensionAnsweringRule' },
	{
		id: '65540',
		name: 'Classical',
		type: 'HoldMusic',
		usageType: 'DepartmentExtensionAnsweringRule',
	},
	{ id: '65541', name: 'Default', type: 'Company', usageType: 'CompanyAnsweringRule' },
].map((greeting) => ({
	...greeting,
	category: greeting.type === 'HoldMusic' ? 'Music' : 'Message',
}));

const USER_TYPES = [
	'Introductory',
	'Announcement',
	'ConnectingMessage',
	'ConnectingAudio',
	'Voicemail',
	'Unavailable',
	'HoldMusic',
	'TemplateGreeting',
];
const COMPANY_TYPES = [
	'Company',
	'StartRecording',
	'StopRecording',
	'AutomaticRecording',
	'TemplateGreeting',
];

/** Greetings by id (docs/protocols/ringcentral.md#greetings). */
export class Greetings {
	readonly uploaded = new Map<string, Greeting>();

	constructor(private readonly world: World) {}

	add(given: Omit<Greeting, 'id'>): Greeting {
		const greeting = { id: this.world.nextId('336'), ...given };
		this.uploaded.set(greeting.id, greeting);
		return greeting;
	}

	/** @throws ApiFailure 400 for a greeting that is not there, of another type or of another owner */
	check(owner: string | undefined, greetings: unknown): void {
		for (const { type, preset, custom } of (greetings ?? []) as Array<{
			type?: string;
			preset?: { id?: string };
			custom?: { id?: string };
		}>) {
			const standard = STANDARD.some((one) => one.id === preset?.id && one.type === type);
			const own = this.uploaded.get(custom?.id ?? '');
			// The company's rules play standard greetings only.
			const isOwn = own?.type === type && own?.owner === owner && owner !== undefined;
			if (preset ? !standard : !isOwn) throw badParameter('greetings');
		}
	}
}

function infoOf({ world }: RouteContext, { id, owner, type, ruleId, contentType }: Greeting) {
	const path = owner === undefined ? world.accountPath : world.extensionPath(owner);
	return {
		uri: world.uri(`${path}/greeting/${id}`),
		id,
		type,
		contentType,
		contentUri: world.uri(`${path}/greeting/${id}/content`),
		...(ruleId === undefined
			? {}
			: { answeringRule: { uri: world.uri(`${path}/answering-rule/${ruleId}`), id: ruleId } }),
	};
}

function upload(context: RouteContext): RouteReply {
	const { world, params, rawBody, headers } = context;
	const owner: string | undefined = params.extensionId;
	const parts = partsOf(rawBody, headers['content-type'] ?? '');
	const field = (name: string) =>
		parts.find((part) => part.name === name && part.fileName === undefined)?.bytes.toString('utf8');
	const type = field('type') ?? '';
	if (!(owner === undefined ? COMPANY_TYPES : USER_TYPES).includes(type)) {
		throw badParameter('type', type);
	}
	const ruleId = field('answeringRuleId');
	if (ruleId === undefined && owner !== undefined) throw badParameter('answeringRuleId');
	const rule = ruleId === undefined ? undefined : world.rules.of(owner).get(ruleId);
	if (ruleId !== undefined && !rule) throw badParameter('answeringRuleId', ruleId);
	const sound = parts.find(({ name, fileName }) => name === 'binary' && fileName !== undefined);
	if (!sound || sound.bytes.length === 0) throw badParameter('binary');
	if (!['audio/mpeg', 'audio/wav'].includes(sound.contentType)) {
		throw badParameter('binary', sound.contentType);
	}
	const { bytes, contentType } = sound;
	const greeting = world.greetings.add({ owner, type, ruleId, contentType, bytes });
	if (rule && owner !== undefined && context.query.get('apply') !== 'false') {
		const others = ((rule.content.greetings ?? []) as Array<{ type: string }>).filter(
			(one) => one.type !== type,
		);
		rule.content.greetings = [...others, { type, custom: { id: greeting.id } }];
	}
	return { json: infoOf(context, greeting) };
}

/** @throws ApiFailure 404, also for another owner's */
function greetingOf({ world, params }: RouteContext): Greeting {
	const greeting = world.greetings.uploaded.get(params.greetingId);
	if (!greeting || greeting.owner !== params.extensionId) throw notFound('greetingId');
	return greeting;
}

function content(context: RouteContext): RouteReply {
	const { id, bytes, contentType } = greetingOf(context);
	return mediaReply(context.query, { bytes, contentType, name: `greeting-${id}` });
}

export function addGreetingRoutes(router: Router): void {
	router.add('GET', '/restapi/v1.0/dictionary/greeting', {}, (context) => {
		const { world, query } = context;
		const [type, usage] = [query.get('type'), query.get('usageType')];
		const found = STANDARD.filter(
			(one) => (type ?? one.type) === one.type && (usage ?? one.usageType) === one.usageType,
		);
		return listReply(context, found, (one) => ({
			uri: world.uri(`/restapi/v1.0/dictionary/greeting/${one.id}`),
			...one,
		}));
	});
	router.add('POST', `${ACCOUNT}/greeting`, {}, upload);
	router.add('POST', `${EXTENSION}/greeting`, {}, upload);
	router.add('GET', `${EXTENSION}/greeting/{greetingId}`, {}, (context) => ({
		json: infoOf(context, greetingOf(context)),
	}));
	router.add('GET', `${ACCOUNT}/greeting/{greetingId}/content`, {}, content);
	router.add('GET', `${EXTENSION}/greeting/{greetingId}/content`, {}, content);
}
