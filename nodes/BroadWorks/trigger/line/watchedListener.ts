import type { ITriggerFunctions } from 'n8n-workflow';

import type { SilenceChange } from '../../../shared/core/flow/serverSilence';
import type { Log } from '../../../shared/core/ports';
import { wordsOf } from '../../../shared/core/words';
import { LineWatch } from '../../../shared/trigger/line/lineWatch';
import type { Outage } from '../../../shared/trigger/line/restarts';
import type { LineSubscription } from '../../../shared/trigger/line/lineReport';
import { activatesInBackground } from '../../../shared/trigger/reportFailure';
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
	active: () => { id: string; expiresAt?: number } | undefined,
	log: Log,
): LineWatch {
	const subscriptions = (): LineSubscription[] => {
		const { target, package: events } = settings.spec;
		return [active()].flatMap((found) =>
			found ? [{ ...found, target: describeTarget(target), events }] : [],
		);
	};
	const { delivery, spec, errorWorkflowAfter } = settings;
	const about = {
		backend: 'BroadWorks',
		delivery,
		events: spec.package,
		errorWorkflowAfter,
		// A subscription from before counts as active though nobody has asked the server yet.
		awaits: ['line'] as const,
	};
	const credential = credentialTypeOf(authenticationOf(node));
	const waiting = () => live.waiting();
	return new LineWatch(node, { ...about, credential, subscriptions, waiting }, log);
}

const upAfter = ({ since: downSince, cause }: Outage, channelId = ''): LineNotice => ({
	state: 'up',
	channelId,
	downSince,
	cause,
});

/** What becomes of a server that posts its events, as what becomes of a line. */
export function noticeOf(change: SilenceChange): LineNotice {
	if (change.state === 'answers') return { state: 'up', channelId: '' };
	const { since, cause } = change;
	return change.state === 'silent' ? { state: 'down', since, cause } : upAfter({ since, cause });
}

/**
 * Gives what the workflow is to be notified of. Of an outage that an alarm has restarted the trigger in, it
 * knows that it began; it ends when the subscription is there too.
 */
function noted(watch: LineWatch, notice: LineNotice, isRaised: boolean): LineNotice | undefined {
	const { goesOn } = watch;
	if (notice.state === 'down') {
		watch.trouble('line', notice);
		return goesOn ? undefined : notice;
	}
	if (notice.state === 'up') {
		const ended = watch.fine('line', 'login');
		if (ended) return upAfter(ended, notice.channelId);
		return goesOn ? { state: 'up', channelId: notice.channelId } : notice;
	}
	if (notice.state === 'failed') {
		const outage = { since: systemClock.now(), cause: wordsOf(notice.error) };
		watch.trouble('login', outage, { isRefused: true, isRaised });
	}
	return notice;
}

/** Gives the outage that ends with it, as `LineWatch.fine`. */
function changed(watch: LineWatch, change: SubscriptionChange): Outage | undefined {
	const { state, since, cause, error } = change;
	const now = systemClock.now();
	if (state === 'active') return watch.fine('subscription');
	if (state === 'lost') {
		watch.trouble('subscription', { since: since ?? now, cause: cause ?? 'it was lost' });
	} else if (state === 'refused') {
		const outage = { since: now, cause: wordsOf(error ?? 'no reason given') };
		watch.trouble('subscription', outage, { isRefused: true });
	}
	return undefined;
}

/** A listener that also notifies the watch how its line is. */
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
			const news = noted(watch, notice, activatesInBackground(node));
			if (news) listener.onNotice?.(news);
		},
		onActive: () => {
			const ended = watch.fine('start', 'login', 'subscription');
			listener.onActive?.();
			if (ended) listener.onNotice?.(upAfter(ended));
		},
		onSubscription: (change) => {
			const ended = changed(watch, change);
			listener.onSubscription?.(change);
			if (ended) listener.onNotice?.(upAfter(ended));
		},
	};
}
