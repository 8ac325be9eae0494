import { numberPlanOf, type NumberPlan } from '../../shared/core/e164';
import type { OutputShape } from '../../shared/core/callRecord';
import { TelephonyError } from '../../shared/core/errors';
import { GATE_DEFAULTS, type GateSettings } from '../../shared/core/flow/eventGate';
import { errorWorkflowAfter } from '../../shared/trigger/line/alarmField';
import { panelText, panelValue, type Panel } from '../../shared/trigger/panel';
import { ownUserOf, type XsiCredential } from '../authorization';
import { EVENT_PACKAGES, type ChosenPackages } from '../client/subscriptions/packages';
import type { SubscriptionSpec, XsiTarget } from '../client/subscriptions/subscriptions';
import { xsiId } from '../client/webex/ids';
import { events } from './events';
import type { BroadWorksEvent, TargetType, Moment } from './events/entry';

export type Delivery = 'channel' | 'httpContact';

/** What the panel of the trigger says. */
export interface TriggerSettings {
	delivery: Delivery;
	/** Base of the address for HTTP contact; empty for n8n's own. */
	contactBaseUrl: string;
	spec: SubscriptionSpec;
	/** No user is chosen, so that the target is the credential's own. */
	listensToOwnUser: boolean;
	/** Event types that start the workflow; empty for all. */
	types: ReadonlySet<string>;
	/** What becomes an item in place of the events themselves. */
	moment?: Moment;
	/** Where the sound of a new message goes; undefined where it is not wanted. */
	audioField?: string;
	output: OutputShape;
	includeInitialState: boolean;
	/** Items about the state of the line. */
	connectionItems: boolean;
	/** ms of an outage after which n8n's error workflow runs; 0 for never. */
	errorWorkflowAfter: number;
	/** Read missed calls from the call logs after an outage. */
	recoverMissedCalls: boolean;
	/** Country of numbers that are written without one, as the credential says. */
	numberPlan?: NumberPlan;
	gate: GateSettings;
	/** ms */
	heartbeatInterval: number;
}

interface TriggerOptions
	extends Partial<Pick<GateSettings, 'acknowledge' | 'maxInFlight' | 'oneEventPerExecution'>> {
	includeInitialState?: boolean;
	connectionItems?: boolean;
	/** s */
	errorWorkflowAfter?: number;
	recoverMissedCalls?: boolean;
	contactBaseUrl?: string;
	/** s */
	eventTimeout?: number;
}

const chosenUser = (node: Panel) =>
	String((panelValue(node, 'userId', '') as string | null) ?? '').trim();

/** Only a raw subscription may be about a part of its target. */
const subTargetOf = (node: Panel) =>
	panelValue(node, 'triggerOn') === 'rawEvent'
		? String(panelValue(node, 'targetSubId', '') ?? '').trim()
		: '';

/** What the panel needs of the credential. */
type PanelCredential = Pick<XsiCredential, 'userId' | 'defaultUserId' | 'defaultCountry' | 'webex'>;

/** The enterprise of the panel; of Webex the organization of the login. Throws `forbidden` without the right. */
function enterpriseOf(node: Panel, { webex }: PanelCredential) {
	if (!webex)
		return { enterpriseId: panelText(node, 'enterpriseId', 'Enterprise or Service Provider ID') };
	if (webex.access === 'administrator')
		return { enterpriseId: webex.organizationId, isServiceProvider: true };
	throw new TelephonyError(
		'forbidden',
		'Events of an organization or group need an administrator: choose Administrator under Access in the credential and connect the account again (scope spark-admin:xsi)',
	);
}

/** A group with its enterprise, which stands before the group where that is chosen from the list. */
function groupOf(node: Panel, credential: PanelCredential) {
	const groupId = panelText(node, 'groupId', 'Group ID');
	const given = String(panelValue(node, 'enterpriseId', '') ?? '').trim();
	if (credential.webex) return { ...enterpriseOf(node, credential), groupId };
	if (given !== '') {
		const listed = `${given}/`;
		const own = groupId.startsWith(listed) ? groupId.slice(listed.length) : groupId;
		return { enterpriseId: given, groupId: own };
	}
	const end = groupId.indexOf('/');
	if (end > 0) return { enterpriseId: groupId.slice(0, end), groupId: groupId.slice(end + 1) };
	throw new TelephonyError(
		'badRequest',
		'The parameter "Enterprise or Service Provider ID" is empty. Enter it, or choose the group from the list',
	);
}

function targetOf(node: Panel, credential: PanelCredential): XsiTarget {
	const ownUserId = ownUserOf(credential);
	const type = panelValue(node, 'targetType') as TargetType;
	switch (type) {
		case 'user': {
			const userId = chosenUser(node) || ownUserId;
			const subId = subTargetOf(node);
			if (userId !== '')
				return { kind: 'user', userId: xsiId(userId), ...(subId !== '' && { subId }) };
			throw new TelephonyError('badRequest', 'Choose a User, or enter a User ID in the credential');
		}
		case 'group':
			return { kind: 'group', ...groupOf(node, credential) };
		case 'enterprise':
			return { kind: 'enterprise', ...enterpriseOf(node, credential) };
		case 'callCenter':
			return {
				kind: 'user',
				userId: xsiId(panelText(node, 'callCenterId', 'Call Center ID')),
				thing: 'call center',
			};
		case 'routePoint':
			return {
				kind: 'user',
				userId: xsiId(panelText(node, 'routePointId', 'Route Point ID')),
				thing: 'route point',
			};
		default:
			throw new TelephonyError('badRequest', `"${String(type)}" is not a Target`);
	}
}

/** Several in an order of their own, so that equal choices share a subscription. */
function packagesFor(node: Panel, { wire, further = [] }: BroadWorksEvent): ChosenPackages {
	if (wire !== undefined) return { package: wire, ...(further.length > 0 && { further }) };
	const chosen = panelText(node, 'event', 'Event Package');
	const more = [panelValue(node, 'furtherEvents', []) as string[]].flat().filter(Boolean);
	const all = [...new Set([chosen, ...more])];
	if (all.length === 1) return { package: chosen };
	const isKnown = (wanted: string) => EVENT_PACKAGES.some(({ package: name }) => name === wanted);
	const unknown = all.find((name) => !isKnown(name));
	if (unknown !== undefined)
		throw new TelephonyError('badRequest', `"${unknown}" is not an Event Package`);
	const [first, ...others] = all.sort();
	return { package: first, further: others };
}

function audioFieldOf(node: Panel, moment: Moment | undefined): string | undefined {
	if (moment !== 'newMessage' || panelValue(node, 'downloadAudio', false) !== true)
		return undefined;
	return panelText(node, 'binaryProperty', 'Put Output File in Field');
}

/** Reads the panel. Throws `badRequest` with the display name of what is missing. */
export function triggerSettings(node: Panel, credential: PanelCredential): TriggerSettings {
	const triggerOn = panelValue(node, 'triggerOn') as string;
	const entry = events.find(({ name }) => name === triggerOn);
	if (!entry)
		throw new TelephonyError('badRequest', `"${triggerOn}" is not a choice of "Trigger On"`);
	const options = panelValue(node, 'options', {}) as TriggerOptions;
	const choosesTypes = entry.types.length > 0 || entry.wire === undefined;
	const delivery = panelValue(node, 'delivery', 'channel') as Delivery;
	const eventTimeout = (options.eventTimeout ?? 30) * 1000;
	const chosen = choosesTypes ? (panelValue(node, 'type', []) as string[]) : [];
	const types = [chosen].flat().filter(Boolean);
	return {
		delivery,
		contactBaseUrl: (options.contactBaseUrl ?? '').trim(),
		spec: { target: targetOf(node, credential), ...packagesFor(node, entry) },
		listensToOwnUser: panelValue(node, 'targetType') === 'user' && chosenUser(node) === '',
		types: new Set(types.length > 0 ? types : entry.only),
		moment: entry.moment,
		audioField: audioFieldOf(node, entry.moment),
		output: panelValue(node, 'output', 'connector') as OutputShape,
		includeInitialState: options.includeInitialState ?? false,
		connectionItems: options.connectionItems ?? false,
		errorWorkflowAfter: errorWorkflowAfter(options.errorWorkflowAfter),
		recoverMissedCalls: options.recoverMissedCalls ?? false,
		numberPlan: numberPlanOf(credential.defaultCountry),
		gate: {
			...GATE_DEFAULTS,
			// The server ends a channel on which an event stays unacknowledged for longer than all of them.
			...(delivery === 'channel' ? { maxHold: eventTimeout / 2 } : {}),
			storeWithin: eventTimeout / 6,
			acknowledgeWithin: Math.min(GATE_DEFAULTS.acknowledgeWithin, eventTimeout / 6),
			acknowledge: options.acknowledge ?? GATE_DEFAULTS.acknowledge,
			maxInFlight: options.maxInFlight ?? GATE_DEFAULTS.maxInFlight,
			oneEventPerExecution: options.oneEventPerExecution ?? GATE_DEFAULTS.oneEventPerExecution,
		},
		heartbeatInterval: eventTimeout / 2,
	};
}
