import type {
	CallState,
	OutgoingEvent,
	PartyState,
	QueueEntryState,
	RedirectState,
	SubscriptionState,
	UserState,
} from '../state';
import type { XmlFields } from './xml';

const flag = (set: boolean | undefined) => (set ? '' : undefined);
const address = (text: string | undefined, countryCode: string | undefined) =>
	text === undefined ? undefined : countryCode ? { '@countryCode': countryCode, $: text } : text;

/** PartyInformation; without name and address the caller is anonymous (`privacy`). */
export function partyDocument(party: PartyState): XmlFields {
	return {
		name: party.name,
		address: address(party.address, party.countryCode),
		userId: party.userId,
		privacy: flag(party.name === undefined && party.address === undefined),
		callType: party.callType,
	};
}

/** Redirect, as calls and queue events carry it. */
export function redirectDocument(redirect: RedirectState): XmlFields {
	return {
		address: address(redirect.address, redirect.countryCode),
		reason: redirect.reason,
		redirectTime: redirect.time,
	};
}

/** What a recorded or recordable call allows next (docs/protocols/broadworks.md#recording-rules). */
export function recordingControls(call: CallState, mode: string | undefined): string {
	if (call.state === 'Released' || mode === undefined || mode === 'never') return 'none';
	if (mode === 'always') return 'none';
	const userStarts = mode === 'on-demand-user-start';
	switch (call.recording) {
		case 'Started':
			return userStarts ? 'pause-stop' : 'pause';
		case 'Paused':
			return userStarts ? 'resume-stop' : 'resume';
		case 'Pending':
			return 'none';
		default:
			return mode === 'always-pause-resume' || call.personality === 'Click-to-Dial'
				? 'none'
				: 'record';
	}
}

/** What a call half needs from elsewhere to be written down. */
export interface CallSurroundings {
	recordingMode?: string;
	acdCallInfo?: XmlFields;
}

/** Call in XSD order (docs/protocols/broadworks.md#event-data). */
export function callDocument(call: CallState, around: CallSurroundings): XmlFields {
	return {
		callId: call.callId,
		extTrackingId: call.extTrackingId,
		networkCallId: call.networkCallId,
		personality: call.personality,
		state: call.state,
		releaseCause: call.releaseCause && {
			internalReleaseCause: call.releaseCause.cause,
			q850Cause: call.releaseCause.q850,
			sipStatus: call.releaseCause.sipStatus,
		},
		releasingParty: call.releasingParty,
		remoteParty: partyDocument(call.remote),
		redirections:
			call.redirections.length > 0
				? {
						redirection: call.redirections.map((item) => ({
							party: partyDocument(item.party),
							reason: item.reason,
							counter: 1,
						})),
					}
				: undefined,
		redirect: call.redirect && redirectDocument(call.redirect),
		endpoint: { '@xsi:type': 'AccessEndpoint', addressOfRecord: call.userId },
		appearance: call.appearance,
		allowAnswer: flag(
			call.state === 'Alerting' && call.personality !== 'Originator' && call.offered,
		),
		allowRetrieve: flag(call.state === 'Held'),
		startTime: call.startTime,
		answerTime: call.answerTime,
		heldTime: call.state === 'Held' ? call.heldTime : undefined,
		totalHeldTime: call.totalHeldTime ? call.totalHeldTime : undefined,
		detachedTime: call.detachedTime,
		releaseTime: call.releaseTime,
		acdCallInfo: around.acdCallInfo,
		recorded: flag(call.recorded),
		findMeFollowMeUserId: call.findMeUserId,
		allowedRecordingControls: recordingControls(call, around.recordingMode),
		recordingState: call.recording,
		executiveUserId: call.executiveUserId,
		clientSessionInfo: call.clientSessionInfo,
	};
}

/** ACDQueueEntry. */
export function queueEntryDocument(entry: QueueEntryState, queue: UserState): XmlFields {
	return {
		callId: entry.callId,
		extTrackingId: entry.extTrackingId,
		remoteParty: partyDocument(entry.remote),
		addTime: entry.addTime,
		removeTime: entry.removeTime,
		bounced: flag(entry.bounced),
		reordered: flag(entry.reordered),
		acdName: `${queue.firstName} ${queue.lastName}`,
		acdNumber: { '@countryCode': '1', $: `tel:${queue.number}` },
		acdPriority: entry.priority,
		addTimeInPriorityBucket: entry.bucketTime,
		answeringUserId: entry.answeringUserId,
		answeringCallId: entry.answeringCallId,
		answeringNetworkCallId: entry.answeringCallId ? entry.networkCallId : undefined,
	};
}

/** UserDetails, as profiles and directories carry it. */
export function userDetails(user: UserState): XmlFields {
	return {
		userId: user.userId,
		firstName: user.firstName,
		lastName: user.lastName,
		hiranganaLastName: user.lastName,
		hiranganaFirstName: user.firstName,
		groupId: user.groupId,
	};
}

/** What a virtual user is one of. */
const SERVICE_NAMES: Partial<Record<UserState['kind'], string>> = {
	callCenter: 'Call Center',
	routePoint: 'Route Point',
};

/** UserAdditionalDetails. */
export function additionalDetails(user: UserState): XmlFields {
	return {
		mobile: user.mobile,
		emailAddress: user.email,
		title: user.title,
		department: user.department,
		impId: user.kind === 'user' ? user.userId.replace('@', '@im.') : undefined,
		serviceName: SERVICE_NAMES[user.kind],
	};
}

/** VoiceMail MessageSummary: positive integers, so a zero is left out. */
export function messageSummary(user: UserState): XmlFields {
	const count = (read: boolean, urgentOnly: boolean) =>
		user.messages.filter((item) => item.read === read && (!urgentOnly || item.urgent)).length ||
		undefined;
	return {
		newMessages: count(false, false),
		oldMessages: count(true, false),
		newUrgentMessages: count(false, true),
		oldUrgentMessages: count(true, true),
	};
}

/** Subscription, as a list or a read shows it. `now`: epoch ms. */
export function subscriptionDocument(subscription: SubscriptionState, now: number): XmlFields {
	const remaining =
		subscription.expiresAt === undefined
			? subscription.granted
			: Math.max(0, Math.round((subscription.expiresAt - now) / 1000));
	const { packages } = subscription;
	return {
		subscriptionId: subscription.id,
		subscriberId: subscription.owner,
		targetIdType: subscription.targetKind,
		targetGrpParentId: subscription.targetParent,
		targetId: subscription.targetId || undefined,
		targetSubId: subscription.targetSubId,
		...(subscription.asList ? { eventPackageList: { event: packages } } : { event: packages[0] }),
		expires: remaining,
		...(subscription.contact === undefined
			? { channelSetId: subscription.channelSetId }
			: { httpContact: { uri: subscription.contact } }),
		applicationId: subscription.applicationId,
	};
}

/** The values of an event's envelope, in order, without its data. */
export function envelope(
	event: OutgoingEvent,
	destination: { channelId: string } | { contact: string },
): XmlFields {
	return {
		eventID: event.eventId,
		sequenceNumber: event.sequenceNumber,
		userId: event.envelope?.owner,
		externalApplicationId: event.envelope?.applicationId,
		subscriptionId: event.subscriptionId,
		...('channelId' in destination
			? { channelId: destination.channelId }
			: { httpContact: { uri: destination.contact } }),
		targetId: event.envelope?.targetId,
		targetSubId: event.envelope?.targetSubId,
	};
}
