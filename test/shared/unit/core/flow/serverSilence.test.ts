import {
	ServerSilence,
	type SilenceChange,
} from '../../../../../nodes/shared/core/flow/serverSilence';
import { FakeClock } from '../../../../support/fakes/fakeClock';

function silenceOf() {
	const clock = new FakeClock();
	const told: SilenceChange[] = [];
	return { clock, told, silence: new ServerSilence(clock, (change) => void told.push(change)) };
}

it('tells once that the server does not answer, since it was last heard of, and once that it does', async () => {
	const { clock, told, silence } = silenceOf();
	await clock.advance(20_000);
	silence.answered();
	silence.answered();
	const since = clock.now();
	expect(told).toEqual([{ state: 'answers' }]);
	for (let question = 0; question < 3; question++) {
		await clock.advance(20_000);
		silence.unanswered(`try ${question}`);
	}
	expect(told.slice(1)).toEqual([{ state: 'silent', since, cause: 'try 0' }]);
	expect(silence.isSilent).toBe(true);
	silence.answered();
	silence.answered();
	expect(told.slice(2)).toEqual([{ state: 'answersAgain', since, cause: 'try 0' }]);
});

it('tells a server that never answered since it was first asked', async () => {
	const { clock, told, silence } = silenceOf();
	const since = clock.now();
	await clock.advance(20_000);
	silence.unanswered('no route');
	silence.answered();
	expect(told).toEqual([
		{ state: 'silent', since, cause: 'no route' },
		{ state: 'answersAgain', since, cause: 'no route' },
	]);
});

it('leaves the end of a silence to others', async () => {
	const { clock, told, silence } = silenceOf();
	silence.unanswered('no route');
	await clock.advance(5_000);
	silence.forget();
	silence.answered();
	expect(told).toHaveLength(1);
	await clock.advance(5_000);
	silence.unanswered('no route');
	expect(told[1]).toMatchObject({ state: 'silent', since: clock.now() - 5_000 });
});
