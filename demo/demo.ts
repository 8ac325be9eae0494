import { owner } from '../n8n-driver/workbench';
import { runOnce } from './once';
import { parseDemoOptions, usage, type DemoOptions } from './options';
import { startDemo, type Demo } from './start';
import { exitWith, untilStopped } from './until-stopped';

function welcome({ bench, page }: Demo): string {
	return `
Everything runs. Open these two pages side by side:

  n8n editor   ${bench.server.url}/home/workflows
  login        ${owner.email} / ${owner.password}
  telephones   ${page.url}

Press a button on the telephones page: it shows the executions and what they did, as links into n8n. In a
workflow of your own, add a node of any of these systems and click "Execute step": its credential is there.

Ctrl-C ends everything. Your workflows stay for the next start; --fresh begins anew.
`;
}

async function main(): Promise<number> {
	let options: DemoOptions;
	try {
		options = parseDemoOptions(process.argv.slice(2));
	} catch (error) {
		process.stderr.write(`${(error as Error).message}\n\n${usage}`);
		return 2;
	}
	if (options.help) {
		process.stdout.write(usage);
		return 0;
	}
	return await untilStopped(
		async (stage) => {
			const demo = await startDemo(options, stage);
			if (options.once) return await runOnce(demo.systems, demo);
			process.stdout.write(welcome(demo));
			return undefined;
		},
		options.once ? 1 : 0,
	);
}

exitWith(main());
