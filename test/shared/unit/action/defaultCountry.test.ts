import { readPushEvent } from '../../../../nodes/CooCenter/client/pushes/event';
import { itemOf as cooCenterItem } from '../../../../nodes/CooCenter/trigger/item';
import { decodePush as decodeDimensions } from '../../../../nodes/Dimensions/client/push';
import { itemOf as dimensionsItem } from '../../../../nodes/Dimensions/trigger/item';
import { logOutput } from '../../../../nodes/RingCentral/callLogOutput';
import { partyOutput } from '../../../../nodes/RingCentral/client/events/sessionFields';
import { recordItem } from '../../../../nodes/RingCentral/trigger/item';
import { numberPlanOf, type NumberPlan } from '../../../../nodes/shared/core/e164';
import { decodePush as decodeUdesk } from '../../../../nodes/Udesk/client/push';
import { udeskPushes } from '../../../../nodes/Udesk/trigger/pushes';
import { itemOf as udeskItem } from '../../../../nodes/Udesk/trigger/item';
import { n8nContext } from '../../../support/contexts/n8nContext';

const AUSTRALIA = numberPlanOf('AU');
const NUMBER = '0255500100';
const E164 = '+61255500100';

/** One call of each backend from a number that tells no country. */
function calls(plan: NumberPlan | undefined) {
	const udesk = { customer_phone: `tel:${NUMBER};x=1`, workflow: 'in', conversation_id: '1' };
	const dimensions = { cliNum: NUMBER, ddiNum: '+442079460000', dirText: 'Inbound', id: '1' };
	const cooCenter = { event: 'Cdr', src: NUMBER, dst: '808', calltype: 'Inbound', uniqueid: '1.2' };
	const ringCentral = { id: '1', direction: 'Inbound', from: { phoneNumber: NUMBER } };
	const party = { id: 'p', direction: 'Inbound', from: { phoneNumber: NUMBER } };
	const view = { output: 'callRecord', types: new Set<string>(), ignoreOwnPosts: false } as const;
	return {
		udesk: udeskItem(decodeUdesk(udesk), udesk, 'callRecord', plan),
		dimensions: dimensionsItem(decodeDimensions(dimensions), dimensions, 'callRecord', plan),
		cooCenter: cooCenterItem(readPushEvent(cooCenter, 'Asia/Shanghai'), 'callRecord', plan),
		callLog: logOutput(ringCentral, 'callRecord', false, plan),
		session: partyOutput('s', party as never, 'callRecord', plan),
		callEnded: recordItem(
			{ ...view, event: 'callEnded', numberPlan: plan } as never,
			ringCentral as never,
		)[0],
	};
}

it('is that of numbers that tell none, in every backend', () => {
	for (const [backend, record] of Object.entries(calls(AUSTRALIA))) {
		expect([backend, record.from]).toMatchObject([backend, { number: NUMBER, e164: E164 }]);
	}
	for (const record of Object.values(calls(numberPlanOf('')))) {
		expect(record.from).not.toHaveProperty('e164');
	}
});

it('is read anew with each push, and told at once when it is none', () => {
	const node = n8nContext({ parameters: { triggerOn: 'callPush', output: 'callRecord' } });
	const credential = { defaultCountry: '' };
	const read = udeskPushes.reader(node, credential as never);
	const record = { customer_phone: NUMBER, workflow: 'in', conversation_id: '1', trigger: 'end' };
	const from = () => read(record)?.items[0]?.from;
	expect(from()).not.toHaveProperty('e164');
	credential.defaultCountry = 'AU';
	expect(from()).toMatchObject({ e164: E164 });
	expect(() => udeskPushes.reader(node, { defaultCountry: 'Oz' } as never)).toThrow(
		/Default Country/,
	);
});
