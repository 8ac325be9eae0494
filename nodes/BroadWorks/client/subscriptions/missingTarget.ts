import { TelephonyError } from '../../../shared/core/errors';
import { NO_RIGHT } from '../transport/answers';
import { missingThing, noSuch, saysNotThere } from '../transport/missing';
import { describeTarget, targetPath, type XsiTarget } from './subscriptions';

type UserTarget = Extract<XsiTarget, { kind: 'user' }>;

/** A virtual user is missing under the name by which people know it, and so is a part of one. */
function missingUser(target: UserTarget, vendorText: string | undefined): string | undefined {
	const { userId, subId, thing } = target;
	const [part] = /conference|room/i.exec(vendorText ?? '') ?? [];
	if (saysNotThere(vendorText) && subId !== undefined && part !== undefined)
		return `There is no ${part.toLowerCase()} ${subId} of ${userId}`;
	const said = missingThing(targetPath(target), vendorText);
	if (thing === undefined || !saysNotThere(vendorText)) return said;
	const speaksOfIt = vendorText.toLowerCase().includes(thing);
	return said !== undefined || speaksOfIt ? noSuch(thing, userId) : undefined;
}

/** What of a target is not there, by what the server says; undefined where that is unclear. */
export function missingTarget(target: XsiTarget, vendorText: string | undefined) {
	if (target.kind === 'user') return missingUser(target, vendorText);
	if (target.kind === 'system' || !saysNotThere(vendorText)) return undefined;
	const { enterpriseId } = target;
	if (target.kind === 'group' && /\bgroup\b/i.test(vendorText))
		return `There is no group ${target.groupId} in ${enterpriseId}`;
	if (/enterprise|provider/i.test(vendorText))
		return `${enterpriseId} is not an enterprise of this server`;
	return undefined;
}

/** A refusal of a subscription with a message that names the target which is not there, or not theirs. */
export function namingTarget(error: unknown, target: XsiTarget): unknown {
	if (!(error instanceof TelephonyError)) return error;
	const { kind, vendorText } = error;
	if (kind !== 'notFound' && kind !== 'forbidden') return error;
	const missing = vendorText === undefined ? undefined : missingTarget(target, vendorText);
	const refused =
		error.message === NO_RIGHT
			? `The credential has no right to events of ${describeTarget(target)}, or there is none`
			: undefined;
	const message = missing ?? refused;
	return message === undefined ? error : new TelephonyError(kind, message, { ...error });
}
