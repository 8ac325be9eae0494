import type { XsiLine } from '../../../../nodes/BroadWorks/client/channel/line';
import { sharedLine } from '../../../../nodes/BroadWorks/trigger/line/lines';

/** As much of a line as is looked at here; `id` is the one it was made with. */
const lineOf = (id: string) => ({ id, ended: false });

const line = (key: string, id: string) =>
	sharedLine(key, id, (free) => lineOf(free) as never) as unknown as ReturnType<typeof lineOf>;

const end = (...lines: Array<ReturnType<typeof lineOf>>) => {
	for (const one of lines) one.ended = true;
};

it('a key has one line for as long as it lives', () => {
	const first = line('a', 'set');
	expect(line('a', 'set')).toBe(first);
	end(first);
	const second = line('a', 'set');
	expect([second === first, second.id]).toEqual([false, 'set']);
	end(second);
});

it('lines of different keys never have one channel set, whose events either would get', () => {
	const old = line('old password', 'set');
	const changed = line('new password', 'set');
	const third = line('newest password', 'set');
	expect([old.id, changed.id, third.id]).toEqual(['set', 'set-2', 'set-3']);
	end(old);
	const again = line('old password', 'set');
	expect(again.id).toBe('set');
	end(again, changed, third);
});

it('a line is made by whoever comes first', () => {
	const create = jest.fn(() => lineOf('x') as unknown as XsiLine);
	const first = sharedLine('b', 'x', create);
	expect(sharedLine('b', 'x', create)).toBe(first);
	expect(create).toHaveBeenCalledTimes(1);
	end(first as never);
});
