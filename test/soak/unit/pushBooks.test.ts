import type { ExecutionRecord } from '../../faults/n8n';
import { PushBooks, statusOf } from '../pushBooks';

const books = () => new PushBooks(({ id }) => (id === undefined ? undefined : String(id)), 10_000);

const tried = (...statuses: number[]) => ({ statuses: () => statuses, isDone: () => true });

const execution = (id: string, status: ExecutionRecord['status'] = 'success'): ExecutionRecord => ({
	id: `e-${id}`,
	status,
	items: [{ id }],
	at: 0,
});

test('what was taken and came is neither lost nor doubled, however often it was sent', () => {
	const own = books();
	own.enter('1', tried(503, 200));
	own.enter('1', tried(200));
	expect(own.outstanding([execution('1')])).toBe(0);
	expect(own.account([execution('1')], [])).toMatchObject({ events: 1, lost: [], doubled: [] });
});

test('what was taken and did not come is lost, also while n8n was away', () => {
	const own = books();
	own.enter('1', tried(200), 1_000);
	expect(own.outstanding([])).toBe(1);
	expect(own.account([], [{ from: 0, until: 2_000 }]).lost).toEqual(['1 (answered 200)']);
});

test('what was given up is excused while n8n was away, and lost otherwise', () => {
	const own = books();
	own.enter('1', tried(0), 1_000);
	own.enter('2', tried(0, 503), 60_000);
	const { lost, givenUp, events } = own.account([], [{ from: 5_000, until: 9_000 }]);
	expect({ lost, givenUp, events }).toEqual({
		lost: ['2 (answered 0 503)'],
		givenUp: 1,
		events: 1,
	});
});

test('what n8n answers before it has begun to work is no answer', () => {
	expect([
		statusOf(200, 'n8n is starting up. Please wait'),
		statusOf(200, 'OK'),
		statusOf(503, ''),
		statusOf(),
	]).toEqual([0, 200, 503, 0]);
});

test('what came to two executions is doubled, unless one crashed with n8n', () => {
	const own = books();
	own.enter('1', tried(200));
	own.enter('2', tried(200));
	const executions = [execution('1'), execution('1'), execution('2', 'crashed'), execution('2')];
	expect(own.account(executions, []).doubled).toEqual(['1, 2 times']);
});

test('an execution that never began brings nothing', () => {
	const own = books();
	own.enter('1', tried(200));
	expect(own.account([execution('1', 'new')], []).lost).toEqual(['1 (answered 200)']);
});

test('what is still on its way is waited for', () => {
	const own = books();
	own.enter('1', { statuses: () => [0], isDone: () => false });
	expect(own.outstanding([])).toBe(1);
});
