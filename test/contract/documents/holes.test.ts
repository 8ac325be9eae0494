import { channelRows } from '../../broadWorks/faults/channel';
import { connectionRows } from '../../broadWorks/faults/connection';
import { contactRows } from '../../broadWorks/faults/contact';
import { documentRows } from '../../broadWorks/faults/documents';
import { machineRows } from '../../broadWorks/faults/machines';
import { momentRows } from '../../broadWorks/faults/moments';
import { operatorRows } from '../../broadWorks/faults/operators';
import { overloadRows } from '../../broadWorks/faults/overload';
import { alsoOnServices, serviceRows } from '../../broadWorks/faults/services';
import { ringCentralOperatorRows } from '../../ringCentral/faults/operatorRows';
import { ringCentralRows } from '../../ringCentral/faults/rows';
import { pushRows } from '../../shared/faults/pushRows';
import { read } from './markdown';

const page = read('test/faults/holes.md');

const common = [
	...channelRows,
	...connectionRows,
	...contactRows,
	...documentRows,
	...machineRows,
	...momentRows,
	...operatorRows,
	...overloadRows,
];
const rows = [
	...common,
	...serviceRows,
	...alsoOnServices(common),
	...ringCentralRows,
	...ringCentralOperatorRows,
	...pushRows,
].map(({ name }) => name);

it('every entry has a test, and each that is named is there', () => {
	const entries = page.split(/^\d+\. /m).slice(1);
	expect(entries).toHaveLength(23);
	for (const entry of entries) expect(entry).toMatch(/^ *- `/m);
	const named = [...page.matchAll(/^ *- `(.+?)` › (.+)$/gm)];
	const missing = named.filter(([, file, title]) => !read(file).includes(title));
	expect(missing.map(([line]) => line.trim())).toEqual([]);
});

it('every row that is named is in the fault table', () => {
	const named = [...page.matchAll(/^ *- row: (.+)$/gm)].map(([, name]) => name);
	expect(named.filter((name) => !rows.includes(name))).toEqual([]);
});
