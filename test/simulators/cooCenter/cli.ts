import { numberFlag, parseFlags, type Running } from '../shared/flags';
import { PUSH_FORMS } from './pushes/pushBody';
import { startCooCenterSimulator } from './index';

export const COOCENTER_USAGE = `
  coocenter   ZYCOO CooCenter
        --port N               default 0: a free port
        --host ADDRESS         default 127.0.0.1
        --tls                  HTTPS with a self-signed certificate for localhost
        --generation 1|2       which API it has, default 1
        --push URL             where events are pushed
        --push-form FORM       ${PUSH_FORMS.join(', ')}
        --webkey KEY           WEBKEY of api.conf; empty for none
        --time-zone ZONE       zone of its clock, default Asia/Shanghai
`;

const FLAGS = ['port', 'host', 'tls', 'generation', 'push', 'push-form', 'webkey', 'time-zone'];

function generationOf(given: number | undefined): 1 | 2 {
	if (given === undefined || given === 1) return 1;
	if (given === 2) return 2;
	throw new Error('--generation must be 1 or 2');
}

export async function startCooCenter(args: string[]): Promise<Running> {
	const flags = parseFlags(args, ['tls'], FLAGS);
	const form = flags['push-form']?.at(-1);
	const pushForm = PUSH_FORMS.find((known) => known === form);
	if (form !== undefined && !pushForm) throw new Error(`"${form}" is not a form of pushes`);
	const simulator = await startCooCenterSimulator({
		port: numberFlag(flags, 'port'),
		host: flags.host?.at(-1),
		tls: 'tls' in flags,
		generation: generationOf(numberFlag(flags, 'generation')),
		push: flags.push?.at(-1),
		pushForm,
		webKey: flags.webkey?.at(-1),
		timeZone: flags['time-zone']?.at(-1),
	});
	const { url, controlUrl, pageUrl, certificate, world } = simulator;
	const { generation, webKey, timeZone, username, password, push } = world.settings;
	const access = generation === 1 ? { webKey } : { username, password };
	const description = {
		simulator: 'coocenter',
		url,
		controlUrl,
		pageUrl,
		api: `${url}/coocenter-api`,
		generation,
		...access,
		timeZone,
		push,
		extensions: [...world.state.extensions.keys()],
		queues: [...world.state.queues.keys()],
		certificate,
	};
	return { description, close: async () => await simulator.close() };
}
