import { dayToken, likelyDays } from '../../../nodes/CooCenter/client/authorization';
import { fixtureText, md5 } from './support/support';

const vectors = JSON.parse(fixtureText('auth.md5-vectors.json')) as {
	webkey: string;
	vectors: Array<{ date: string; authorization: string }>;
};

test.each(vectors.vectors)('the key of $date', ({ date, authorization }) => {
	expect(dayToken({ webKey: vectors.webkey, md5 }, date)).toBe(authorization);
});

test.each([
	['Asia/Shanghai', '2026-03-01T15:45:00Z', ['2026-03-01', '2026-03-02']],
	['Asia/Shanghai', '2026-03-01T16:10:00Z', ['2026-03-02', '2026-03-01']],
	['Asia/Shanghai', '2026-03-01T12:00:00Z', ['2026-03-01']],
	['America/New_York', '2026-03-02T04:45:00Z', ['2026-03-01', '2026-03-02']],
	['Pacific/Auckland', '2026-03-01T11:29:00Z', ['2026-03-02', '2026-03-01']],
	['Pacific/Auckland', '2026-03-01T11:31:00Z', ['2026-03-02']],
	// The hour after midnight does not exist on this day.
	['Africa/Cairo', '2026-04-23T22:10:00Z', ['2026-04-24', '2026-04-23']],
])('the days a PBX in %s may have at %s', (zone, now, days) => {
	expect(likelyDays(zone, Date.parse(now))).toEqual(days);
});
