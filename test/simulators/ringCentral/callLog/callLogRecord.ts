import type { CallLeg, CallLogParty, LoggedCall } from './callLog';
import type { World } from '../world';

export type View = 'Simple' | 'Detailed';

/** Members that are undefined are left out, as the vendor does. */
export function present(fields: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

const party = (world: World, { device, ...rest }: CallLogParty) =>
	present({
		...rest,
		device:
			device === undefined
				? undefined
				: { id: device, uri: world.uri(`${world.accountPath}/device/${device}`) },
	});

function recordingOf(world: World, id: string | undefined) {
	const recording = id === undefined ? undefined : world.recordings.get(id);
	if (!recording) return undefined;
	const uri = world.uri(`${world.accountPath}/recording/${recording.id}`);
	return { id: recording.id, uri, type: recording.type, contentUri: `${uri}/content` };
}

function messageOf(world: World, leg: CallLeg) {
	if (leg.messageId === undefined || leg.extensionId === undefined) return undefined;
	const path = `${world.extensionPath(leg.extensionId)}/message-store/${leg.messageId}`;
	return { id: leg.messageId, type: 'VoiceMail', uri: world.uri(path) };
}

function legFields(world: World, call: LoggedCall, leg: CallLeg): Record<string, unknown> {
	return {
		startTime: world.iso(leg.startTime),
		duration: Math.round(leg.durationMs / 1_000),
		durationMs: leg.durationMs,
		type: leg.type ?? 'Voice',
		internalType: leg.internalType,
		direction: leg.direction,
		action: leg.action,
		result: leg.result,
		reason: leg.reason,
		reasonDescription: leg.reasonDescription,
		from: party(world, leg.from),
		to: party(world, leg.to),
		telephonySessionId: leg.telephonySessionId ?? call.telephonySessionId,
		partyId: leg.partyId,
		transport: leg.transport ?? 'PSTN',
		extension:
			leg.extensionId === undefined
				? undefined
				: { id: Number(leg.extensionId), uri: world.uri(world.extensionPath(leg.extensionId)) },
		recording: recordingOf(world, leg.recordingId),
		message: messageOf(world, leg),
		delegate: leg.delegate,
		billing: { costIncluded: 0, costPurchased: 0 },
	};
}

/** The leg that stands for a call in the log of an extension, or of the company. */
export function leadingLeg(call: LoggedCall, extensionId?: string): CallLeg {
	if (extensionId === undefined) return call.master;
	const own = call.legs.filter((leg) => leg.extensionId === extensionId);
	const connected = own.find(({ result }) => result === 'Call connected' || result === 'Accepted');
	return own.find((leg) => leg.master) ?? connected ?? own.at(-1) ?? call.master;
}

/** Record of a call as the company (no `extensionId`) or one extension sees it (OAS CallLogRecord). */
export function callLogRecord(
	world: World,
	call: LoggedCall,
	view: View,
	extensionId?: string,
): Record<string, unknown> {
	const leg = leadingLeg(call, extensionId);
	const id = leg.id ?? call.id;
	const scope = extensionId === undefined ? world.accountPath : world.extensionPath(extensionId);
	const recorded = call.legs.find(({ recordingId }) => recordingId !== undefined)?.recordingId;
	const voicemail = call.legs.find(({ messageId }) => messageId !== undefined);
	const deleted = call.deleted || (extensionId !== undefined && call.deletedBy.has(extensionId));
	return present({
		uri: world.uri(`${scope}/call-log/${id}?view=${view}`),
		id,
		sessionId: call.sessionId,
		...legFields(world, call, leg),
		recording: recordingOf(world, leg.recordingId ?? recorded),
		message: voicemail && messageOf(world, voicemail),
		deleted: deleted ? true : undefined,
		metadataCategories: call.metadataCategories,
		...(view === 'Simple'
			? {}
			: {
					lastModifiedTime: world.iso(call.lastModified),
					legs: call.legs.map((item) =>
						present({
							...legFields(world, call, item),
							legType: item.legType,
							master: item.master ? true : undefined,
						}),
					),
				}),
	});
}
