import type { Operation } from '../../shared/action/operation';
import { mandatory } from '../../shared/action/parameters';
import { bargeIn, spy, whisper } from '../client/calls';
import type { CooCenterClient } from '../connect';
import { extensionField, ownExtension, ownExtensionField } from '../fields';
import { onlyIn } from './onlyIn';

type Supervision = Pick<Operation<CooCenterClient>, 'name' | 'label' | 'action' | 'description'> & {
	request: typeof spy;
	/** What the telephone rings for. */
	purpose: string;
	message: string;
};

/** The three ways to be with somebody else's call differ in nothing but their request. */
function supervision({
	request,
	purpose,
	message,
	...texts
}: Supervision): Operation<CooCenterClient> {
	return {
		...texts,
		resource: 'call',
		kind: 'change',
		fields: [
			ownExtensionField(`The telephone that rings to ${purpose}`),
			extensionField({
				displayName: 'Supervised Extension',
				name: 'dst',
				description: 'Whose call it is',
			}),
		],
		sample: { success: true, src: '801', dst: '806', message },
		async run(context) {
			const ends = {
				src: ownExtension(context),
				dst: mandatory(context, 'dst', 'Supervised Extension'),
			};
			return { success: true, ...ends, ...(await request(context.client.connection, ends)) };
		},
	};
}

/** See docs/protocols/coocenter.md#requests, spy. */
export const spyOperation = supervision({
	name: 'spy',
	label: 'Spy',
	action: 'Listen to a call',
	description: 'Listen to the call of an extension',
	request: spy,
	purpose: 'listen',
	message: 'spy extension success',
});

/** See docs/protocols/coocenter.md#requests-of-generation-2. */
export const whisperOperation = onlyIn(
	2,
	'Whisper',
	supervision({
		name: 'whisper',
		label: 'Whisper',
		action: 'Whisper to an agent',
		description: 'Speak to an extension without its caller hearing it. API generation 2 only.',
		request: whisper,
		purpose: 'join',
		message: 'whisper extension success',
	}),
);

/** See docs/protocols/coocenter.md#requests-of-generation-2. */
export const bargeInOperation = onlyIn(
	2,
	'Barge In',
	supervision({
		name: 'bargeIn',
		label: 'Barge In',
		action: 'Join a call',
		description: 'Join the call of an extension. API generation 2 only.',
		request: bargeIn,
		purpose: 'join',
		message: 'barge-in extension success',
	}),
);
