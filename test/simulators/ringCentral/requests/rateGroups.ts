import type { SimulatorClock } from '../../shared/clock';
import { ApiFailure } from './failure';
import type { RingCentralSettings } from '../options';
import type { RateGroup } from './router';

interface Window {
	/** Epoch ms. */
	began: number;
	used: number;
	/** Epoch ms; in the past when there is none. */
	shutUntil: number;
}

/** Budgets per group and user, with penalties (docs/protocols/ringcentral.md#rate-limits). */
export class RateGroups {
	private readonly windows = new Map<string, Window>();

	/** Until when a group is shut for everybody, epoch ms. */
	private readonly shut = new Map<RateGroup, number>();

	constructor(
		private readonly settings: RingCentralSettings,
		private readonly clock: SimulatorClock,
	) {}

	/**
	 * Takes one request from the budget of `who`.
	 * @returns the X-Rate-Limit headers of the answer
	 * @throws ApiFailure 429 CMN-301 with Retry-After. A request during a penalty restarts it.
	 */
	take(group: RateGroup, who: string): Record<string, string> {
		const { rateWindow, rateLimits, ratePenalty } = this.settings;
		const now = this.clock.now();
		const window = this.window(group, who);
		if (now - window.began >= rateWindow) Object.assign(window, { began: now, used: 0 });
		const limit = rateLimits[group];
		const shutUntil = Math.max(window.shutUntil, this.shut.get(group) ?? 0);
		if (shutUntil > now || window.used >= limit) {
			window.shutUntil = Math.max(shutUntil, now + ratePenalty);
			window.began = window.shutUntil;
			window.used = 0;
			throw new ApiFailure(
				429,
				'CMN-301',
				'Request rate exceeded',
				{},
				{
					...this.headers(group, limit, 0),
					'Retry-After': String(Math.ceil((window.shutUntil - now) / 1_000)),
				},
			);
		}
		window.used += 1;
		return this.headers(group, limit, limit - window.used);
	}

	/** Shuts a group for `seconds`, for one user or for everybody. */
	penalty(group: RateGroup, seconds: number, who?: string): void {
		const until = this.clock.now() + seconds * 1_000;
		if (who === undefined) this.shut.set(group, until);
		else this.window(group, who).shutUntil = until;
	}

	private window(group: RateGroup, who: string): Window {
		const key = `${group} ${who}`;
		const window = this.windows.get(key) ?? {
			began: this.clock.now(),
			used: 0,
			shutUntil: 0,
		};
		this.windows.set(key, window);
		return window;
	}

	private headers(group: RateGroup, limit: number, remaining: number): Record<string, string> {
		return {
			'X-Rate-Limit-Group': group,
			'X-Rate-Limit-Limit': String(limit),
			'X-Rate-Limit-Remaining': String(remaining),
			'X-Rate-Limit-Window': String(Math.ceil(this.settings.rateWindow / 1_000)),
		};
	}
}
