import { operations as broadWorks } from '../../../nodes/BroadWorks/operations';
import { operations as cooCenter } from '../../../nodes/CooCenter/operations';
import { operations as dimensions } from '../../../nodes/Dimensions/operations';
import { operations as ringCentral } from '../../../nodes/RingCentral/operations';
import { operations as udesk } from '../../../nodes/Udesk/operations';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';

describe('The fields that the editor offers before a node has run', () => {
	test.each([
		['broadWorks', '1.0.0', broadWorks],
		['broadWorks', '1.1.0', broadWorks],
		['cooCenter', '1.0.0', cooCenter],
		['dimensions', '1.0.0', dimensions],
		['dimensions', '1.1.0', dimensions],
		['ringCentral', '1.1.0', ringCentral],
		['udesk', '1.1.0', udesk],
	])('n8n has those of every operation of %s %s', async (node, version, operations) => {
		const api = await sharedN8n();
		const nodeType = `n8n-nodes-telephony.${node}`;
		for (const operation of operations) {
			const { properties } = await api.outputSchema(nodeType, version, operation);
			expect([operation.name, Object.keys(properties as object).sort()]).toEqual([
				operation.name,
				Object.keys(operation.sample).sort(),
			]);
		}
	});
});
