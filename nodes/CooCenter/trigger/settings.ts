import { TelephonyError } from '../../shared/core/errors';
import { panelValue, type Panel } from '../../shared/trigger/panel';
import type { OutputShape } from '../../shared/core/callRecord';
import { typedList } from '../../shared/core/parsing/typedList';
import { outputOf } from '../../shared/trigger/webhook/pushPanel';
import type { PushCredential } from '../../shared/trigger/webhook/pushAdmission';
import { macOf, type Direction } from '../client/pushes/event';
import type { PushFilter } from '../client/pushes/filter';
import type { PushKind } from '../client/pushes/kinds';

/** Characters below which the secret in the path could be guessed. */
const SHORTEST_SECRET = 16;

/** What the panel of the trigger says. */
export interface TriggerSettings {
	filter: PushFilter;
	output: OutputShape;
	/** The PBXs whose pushes are taken; empty for any. */
	macs: ReadonlySet<string>;
}

interface Options {
	allowedIps?: string;
	mac?: string;
}

/** Values of a multiple choice; an expression may give them as one text. */
function chosen(node: Panel, name: string): string[] {
	return [panelValue(node, name, [])].flat().flatMap((entry) => typedList(entry));
}

const optionsOf = (node: Panel) => panelValue(node, 'options', {}) as Options;

/** Credential with the secret of the address. */
const WEBHOOK_CREDENTIAL = 'cooCenterWebhookApi';

const allowedIpsOf = (node: Panel) => String(optionsOf(node).allowedIps ?? '').trim();

const pathSecretOf = (node: Panel) => String(panelValue(node, 'pathSecret', '')).trim();

/** For workflows that were stored with the secret in their panel: n8n cannot keep it secret there. */
export function secretAdvice(node: Panel): string | undefined {
	if (pathSecretOf(node) === '') return undefined;
	return 'The secret of this trigger is its "Path Secret", which is in every export and execution of the workflow. If the PBX takes an address with ?token=, choose a CooCenter Webhook credential with a new secret, empty "Path Secret", and enter the new address on the PBX';
}

/** The secret of a workflow that has it in its panel, as all had once. */
function pathCredential(node: Panel, secret: string): PushCredential {
	if (secret.length < SHORTEST_SECRET || !/^[\w-]+$/.test(secret)) {
		throw new TelephonyError(
			'badRequest',
			`The parameter "Path Secret" needs at least ${SHORTEST_SECRET} characters, only letters, digits, "-" and "_"`,
		);
	}
	return { secret, allowedIps: allowedIpsOf(node) };
}

/**
 * Who may push: the secret is in the credential, or in the path. Throws `badRequest` for one in the path that is
 * no safe part of an address, and when there is none.
 */
export async function pushCredentialOf(node: Panel): Promise<PushCredential> {
	const inPath = pathSecretOf(node);
	if (inPath !== '') return pathCredential(node, inPath);
	if (node.getNode().credentials?.[WEBHOOK_CREDENTIAL] === undefined) {
		throw new TelephonyError(
			'badRequest',
			'Choose a CooCenter Webhook credential: it has the secret of the address',
		);
	}
	const { secret, allowedIps } = await node.getCredentials<PushCredential>(WEBHOOK_CREDENTIAL);
	return { secret, allowedIps: allowedIpsOf(node) || allowedIps };
}

/** Several PBXs may push to one trigger: each names itself in its pushes. Throws `badRequest`. */
function macsOf(node: Panel): ReadonlySet<string> {
	return new Set(
		typedList(optionsOf(node).mac).map((written) => {
			const mac = macOf(written);
			if (mac !== undefined) return mac;
			throw new TelephonyError(
				'badRequest',
				`"${written}" in the option "MAC Addresses" is not a MAC address`,
			);
		}),
	);
}

/** Reads the panel. Throws `badRequest` with the display name of what is wrong. */
export function triggerSettings(node: Panel): TriggerSettings {
	const kinds = new Set(chosen(node, 'triggerOn') as PushKind[]);
	if (kinds.size === 0) {
		throw new TelephonyError('badRequest', 'Choose an event in "Trigger On"');
	}
	return {
		filter: {
			kinds,
			parties: new Set(chosen(node, 'extensions')),
			queues: new Set(chosen(node, 'queues')),
			directions: new Set(chosen(node, 'directions') as Direction[]),
			outcome: panelValue(node, 'outcome', 'any') as PushFilter['outcome'],
		},
		output: outputOf(node),
		macs: macsOf(node),
	};
}
