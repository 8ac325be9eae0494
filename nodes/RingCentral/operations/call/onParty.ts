import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Operation } from '../../../shared/action/operation';
import type { CallParty, PartyAction } from '../../client/calls/callParties';
import type { FoundParty } from '../../client/calls/telephony';
import type { RingCentralClient } from '../../connect';
import { outputField, partyField, partyOf, sessionField, type Context } from '../../fields/call';
import { answeredParty, doneSample, partyDone, partySample } from './result';

type Words = Pick<Operation<RingCentralClient>, 'name' | 'label' | 'action' | 'description'>;

interface OnParty<Value> extends Words {
	/** What it is called when it fails. */
	verb: PartyAction;
	/** Where an empty party means another one than the login's own. */
	party?: INodeProperties;
	/** Besides call and party. */
	fields?: INodeProperties[];
	/** Reads them before the call is looked at, so that an empty one is told at once. */
	value?(context: Context): Value | Promise<Value>;
	send(context: Context, party: FoundParty, value: Value): Promise<unknown>;
}

/** Done with one party of a call; the server answers with the party as it is then. `changes`: in the sample. */
export function onParty<Value = undefined>(
	row: OnParty<Value>,
	changes: IDataObject = {},
): Operation<RingCentralClient> {
	return {
		...operationOf(row, [outputField]),
		sample: { ...partySample, ...changes },
		async run(context) {
			const { party, answer } = await doneWith(row, context);
			return answeredParty(context, party, answer as CallParty | undefined);
		},
	};
}

/** Done with one party of a call; the server answers with nothing. */
export function onPartyUnanswered<Value = undefined>(
	row: OnParty<Value>,
): Operation<RingCentralClient> {
	return {
		...operationOf(row, []),
		sample: doneSample,
		run: async (context) => partyDone((await doneWith(row, context)).party),
	};
}

function operationOf<Value>(row: OnParty<Value>, last: INodeProperties[]) {
	const { name, label, action, description, party = partyField, fields = [] } = row;
	const kind = 'change' as const;
	const all = [sessionField, party, ...fields, ...last];
	return { resource: 'call', name, label, action, description, kind, fields: all };
}

async function doneWith<Value>({ value, verb, send }: OnParty<Value>, context: Context) {
	const chosen = (await value?.(context)) as Value;
	const party = await partyOf(context, verb);
	return { party, answer: await send(context, party, chosen) };
}
