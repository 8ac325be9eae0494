import type { ITriggerFunctions } from 'n8n-workflow';

import type { Log } from '../../../shared/core/ports';
import { wordsOf } from '../../../shared/core/words';
import { LineWatch } from '../../../shared/trigger/line/lineWatch';
import type { LineSubscription } from '../../../shared/trigger/line/lineReport';
import { activatesInBackground } from '../../../shared/trigger/tellFailure';
import { systemClock } from '../../../shared/systemPorts';
import type { LineListener, LineNotice, SubscriptionChange } from '../../client/delivery/listener';
import { describeTarget } from '../../client/subscriptions/subscriptions';
import { authenticationOf, credentialTypeOf } from '../../login/login';
import type { LiveListener } from '../liveListener';
import type { TriggerSettings } from '../settings';

/** What is to be known of the line of a live trigger. */
export function watchOf(
	node: ITriggerFunctions,
	settings: TriggerSettings,
	live: LiveListener,
	standing: () => { id: string; expiresAt?: number } | undefined,
	log: Log,
): LineWatch {
	const subscriptions = (): LineSubscription[] => {
		const { target, package: events } = settings.spec;
		return [standing()].flatMap((found) =>
			found ? [{ ...found, target: describeTarget(target), events }] : [],
		);
	};
	const { delivery, spec, errorWorkflowAfter } = settings;
	const about = { backend: 'BroadWorks', delivery, events: spec.package, errorWorkflowAfter };
	const credential = credentialTypeOf(authenticationOf(node));
	const waiting = () => live.waiting();
	return new LineWatch(node, { ...about, credential, subscriptions, waiting }, log);
}

function noted(watch: LineWatch, notice: LineNotice, isTold: boolean): void {
	if (notice.state === 'down') watch.trouble('line', notice);
	else if (notice.state === 'up') watch.fine('line', 'login');
	else if (notice.state === 'failed') {
		const outage = { since: systemClock.now(), cause: wordsOf(notice.error) };
		watch.trouble('login', outage, { isRefused: true, isTold });
	}
}

function changed(watch: LineWatch, { state, since, cause, error }: SubscriptionChange): void {
	const now = systemClock.now();
	if (state === 'standing') watch.fine('subscription');
	else if (state === 'lost') {
		watch.trouble('subscription', { since: since ?? now, cause: cause ?? 'it was lost' });
	} else if (state === 'refused') {
		const outage = { since: now, cause: wordsOf(error ?? 'no reason given') };
		watch.trouble('subscription', outage, { isRefused: true });
	}
}

/** The same listener, of whose line the watch is told. */
export function watchedListener(
	listener: LineListener,
	watch: LineWatch,
	node: ITriggerFunctions,
): LineListener {
	return {
		...listener,
		onEvent: async (...delivered) => {
			watch.event();
			return await listener.onEvent(...delivered);
		},
		onNotice: (notice) => {
			// Of a login that is refused n8n 2.x is told in any case.
			noted(watch, notice, activatesInBackground(node));
			listener.onNotice?.(notice);
		},
		onStanding: () => {
			const before = watch.fine('start', 'login', 'subscription');
			listener.onStanding?.();
			if (before === undefined) return;
			const { since: downSince, cause } = before;
			listener.onNotice?.({ state: 'up', channelId: '', downSince, cause });
		},
		onSubscription: (change) => {
			changed(watch, change);
			listener.onSubscription?.(change);
		},
	};
}
