import { listReply } from '../requests/paging';
import type { Queue } from './queues';
import {
	ApiFailure,
	badParameter,
	notFound,
	type RouteContext,
	type RouteReply,
	type Router,
} from '../requests/router';
import type { World } from '../world';

const ACCOUNT = '/restapi/v1.0/account/{accountId}';
const QUEUE = `${ACCOUNT}/call-queues/{groupId}`;
const OWN = `${ACCOUNT}/extension/{extensionId}`;

/** @throws ApiFailure 404 CMN-102 */
function queueOf({ world, params }: RouteContext): Queue {
	const queue = world.queues.get(params.groupId);
	if (!queue) throw notFound('groupId');
	return queue;
}

/** OAS CallQueueInfo. */
function queueInfo(world: World, { id }: Queue) {
	const { extensionNumber, name } = world.people.get(id);
	const uri = world.uri(`${world.accountPath}/call-queues/${id}`);
	return { uri, id, extensionNumber, name, status: 'Enabled' };
}

const details = (world: World, queue: Queue) => ({
	...queueInfo(world, queue),
	serviceLevelSettings: {
		slaGoal: 80,
		slaThresholdSeconds: 30,
		includeAbandonedCalls: true,
		abandonedThresholdSeconds: 15,
	},
	editableMemberStatus: queue.editableMemberStatus,
	alertTimer: 20,
	...queue.settings,
});

const presenceOf = (world: World, queue: Queue) => ({
	records: [...queue.members].map(([id, acceptCurrentQueueCalls]) => {
		const { name, extensionNumber } = world.people.get(id);
		return {
			member: { id, name, extensionNumber },
			acceptQueueCalls: world.presence.acceptsQueueCalls(id),
			acceptCurrentQueueCalls,
		};
	}),
});

const ownPresence = (world: World, extensionId: string, editable?: string | null) => ({
	records: world.queues
		.of(extensionId)
		.filter(({ editableMemberStatus }) => !editable || String(editableMemberStatus) === editable)
		.map((queue) => {
			const { name, extensionNumber } = world.people.get(queue.id);
			const { id, editableMemberStatus, members } = queue;
			return {
				callQueue: { id, name, extensionNumber, editableMemberStatus },
				acceptCalls: members.get(extensionId) ?? false,
			};
		}),
});

function list(context: RouteContext): RouteReply {
	const { world, query } = context;
	const member = query.get('memberExtensionId');
	const queues = world.people
		.queues()
		.map(({ id }) => world.queues.get(id))
		.filter((queue) => queue !== undefined)
		.filter(({ members }) => member === null || members.has(member));
	return listReply(context, queues, (queue) => queueInfo(world, queue));
}

function members(context: RouteContext): RouteReply {
	const { world } = context;
	return listReply(context, [...queueOf(context).members.keys()], (id) => ({
		uri: world.uri(world.extensionPath(id)),
		id: Number(id),
		extensionNumber: world.people.get(id).extensionNumber,
	}));
}

interface BulkAssign {
	addedExtensionIds?: string[];
	removedExtensionIds?: string[];
}

function bulkAssign(context: RouteContext): RouteReply {
	const { world, body } = context;
	const { addedExtensionIds = [], removedExtensionIds = [] } = body as BulkAssign;
	const unknown = addedExtensionIds.find((id) => world.people.extensions.get(id)?.type !== 'User');
	if (unknown !== undefined) throw badParameter('addedExtensionIds', unknown);
	world.queues.assign(queueOf(context), addedExtensionIds, removedExtensionIds);
	return { status: 204 };
}

function setMembers(context: RouteContext): RouteReply {
	const { world, user, body } = context;
	const queue = queueOf(context);
	const { records = [] } = body as {
		records?: { member?: { id?: string }; acceptCurrentQueueCalls?: boolean }[];
	};
	const changes = records.map(({ member, acceptCurrentQueueCalls }, index) => {
		const id = member?.id ?? '';
		if (!queue.members.has(id)) throw badParameter(`records[${index}].member.id`, id);
		if (id !== user.id && !user.admin) {
			throw new ApiFailure(403, 'CMN-404', 'Access to the extension is not allowed');
		}
		const accepts = acceptCurrentQueueCalls ?? queue.members.get(id) ?? true;
		return [id, accepts] as [string, boolean];
	});
	world.queues.accept(queue, changes);
	return { json: presenceOf(world, queue) };
}

function setOwn({ world, params, body }: RouteContext): RouteReply {
	const { extensionId } = params;
	const { records = [] } = body as {
		records?: { callQueue?: { id?: string }; acceptCalls?: boolean }[];
	};
	const changes = records.map(({ callQueue, acceptCalls }, index) => {
		const queue = world.queues.get(callQueue?.id ?? '');
		if (!queue?.members.has(extensionId)) {
			throw badParameter(`records[${index}].callQueue.id`, callQueue?.id);
		}
		if (!queue.editableMemberStatus) {
			throw new ApiFailure(403, 'CMN-109', 'Member status is not editable', {
				parameterName: 'callQueue.id',
			});
		}
		return { queue, accepts: acceptCalls ?? true };
	});
	for (const { queue, accepts } of changes) world.queues.accept(queue, [[extensionId, accepts]]);
	return { json: ownPresence(world, extensionId) };
}

function setQueuesOf({ world, params, body }: RouteContext): RouteReply {
	const { records = [] } = body as { records?: { id?: string }[] };
	const wanted = records.map(({ id = '' }, index) => {
		const queue = world.queues.get(id);
		if (!queue) throw badParameter(`records[${index}].id`, id);
		return queue;
	});
	for (const queue of world.queues.of(params.extensionId)) {
		if (!wanted.includes(queue)) world.queues.assign(queue, [], [params.extensionId]);
	}
	for (const queue of wanted) world.queues.assign(queue, [params.extensionId], []);
	return {
		json: { records: wanted.map(({ id }) => ({ id, name: world.people.get(id).name })) },
	};
}

/** Call queues, their members and who accepts calls. */
export function addQueueRoutes(router: Router): void {
	router.add('GET', `${ACCOUNT}/call-queues`, {}, list);
	router.add('GET', QUEUE, {}, (context) => ({
		json: details(context.world, queueOf(context)),
	}));
	router.add('PUT', QUEUE, {}, (context) => {
		const queue = queueOf(context);
		const { name, extensionNumber, editableMemberStatus, ...settings } = context.body as {
			name?: string;
			extensionNumber?: string;
			editableMemberStatus?: boolean;
		};
		const extension = context.world.people.get(queue.id);
		const other = extensionNumber && context.world.people.find(extensionNumber);
		if (other && other !== extension) throw badParameter('extensionNumber', extensionNumber);
		if (name !== undefined) extension.name = name;
		if (extensionNumber !== undefined) extension.extensionNumber = extensionNumber;
		queue.settings = { ...queue.settings, ...settings };
		if (editableMemberStatus !== undefined) queue.editableMemberStatus = editableMemberStatus;
		return { json: details(context.world, queue) };
	});
	router.add('GET', `${QUEUE}/members`, {}, members);
	router.add('POST', `${QUEUE}/bulk-assign`, {}, bulkAssign);
	router.add('GET', `${QUEUE}/presence`, {}, (context) => ({
		json: presenceOf(context.world, queueOf(context)),
	}));
	router.add('PUT', `${QUEUE}/presence`, {}, setMembers);
	router.add('GET', `${OWN}/call-queue-presence`, {}, ({ world, params, query }) => ({
		json: ownPresence(world, params.extensionId, query.get('editableMemberStatus')),
	}));
	router.add('PUT', `${OWN}/call-queue-presence`, {}, setOwn);
	router.add('PUT', `${OWN}/call-queues`, {}, setQueuesOf);
}
