import { apiOf } from '../../../../nodes/Dimensions/client/connection';
import { operations } from '../../../../nodes/Dimensions/operations';
import { sendTable, type SendTable } from '../../../support/contexts/sends';
import { FakeClock } from '../../../support/fakes/fakeClock';
import { FakeHttp } from '../../../support/fakes/fakeHttp';
import { FakeRandom } from '../../../support/fakes/fakePorts';

const known = { id: 'a', fields: { crmId: 'c 1', phone1: '+442079460123' } };

const sender = {
	operations,
	base: apiOf('uk'),
	/** A server where each directory has one contact. */
	bench() {
		const clock = new FakeClock();
		const http = new FakeHttp(clock);
		const answer = { body: JSON.stringify({ status: 'success', data: [known] }) };
		for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const) {
			http.on(method, /./, answer);
		}
		return { client: { url: apiOf('uk'), http, clock, random: new FakeRandom() }, http };
	},
};

const directoryId = 'd';
const byCrmId = { directoryId, by: 'crmId', contactId: 'c 1' };
const byId = { directoryId, by: 'id', contactId: 'a' };

/** What every operation sends (docs/protocols/dimensions.md#contact-directories). */
export const sends: readonly SendTable[] = [
	sendTable(sender, [
		['directory: getMany', {}, 'GET /contactdirectories'],
		['directory: get', { directoryId: 'a/b' }, 'GET /contactdirectories/a%2Fb'],
		[
			'contact: create',
			{ directoryId, by: 'id', fields: { fullName: 'New', email: '' } },
			'POST /contactdirectories/d/items {"fields":{"fullName":"New","email":""}}',
		],
		[
			'contact: create',
			{ directoryId, by: 'crmId', fields: { crmId: 'c 2' } },
			'POST /contactdirectories/d/crmitems {"fields":{"crmId":"c 2"}}',
		],
		['contact: get', byCrmId, 'GET /contactdirectories/d/crmitems/c%201'],
		['contact: get', byId, 'GET /contactdirectories/d/items/a'],
		['contact: getMany', { directoryId }, 'GET /contactdirectories/d/items'],
		[
			'contact: findByNumber',
			{ directoryId, number: '+44 20 7946-0123' },
			'GET /contactdirectories/d/items',
		],
		[
			'contact: upsert',
			{ directoryId, matchBy: 'crmId', fields: { crmId: 'c 1', title: 'Dr' } },
			'PATCH /contactdirectories/d/crmitems/c%201 [{"op":"add","path":"/fields/crmId","value":"c 1"},{"op":"add","path":"/fields/title","value":"Dr"}]',
		],
		[
			'contact: upsert',
			{ directoryId, matchBy: 'number', fields: { phone1: '+442079460999' } },
			'GET /contactdirectories/d/items',
			'POST /contactdirectories/d/items {"fields":{"phone1":"+442079460999"}}',
		],
		[
			'contact: upsertMany',
			{
				directoryId,
				matchBy: 'number',
				contacts: '[{"phone1": "+442079460123", "title": "Dr"}, {"phone1": "+442079460999"}]',
			},
			'GET /contactdirectories/d/items',
			'PATCH /contactdirectories/d/items/a [{"op":"add","path":"/fields/phone1","value":"+442079460123"},{"op":"add","path":"/fields/title","value":"Dr"}]',
			'POST /contactdirectories/d/items {"fields":{"phone1":"+442079460999"}}',
		],
		[
			'contact: update',
			{ ...byId, fields: { fullName: 'New', email: '' } },
			'PATCH /contactdirectories/d/items/a [{"op":"add","path":"/fields/fullName","value":"New"},{"op":"remove","path":"/fields/email"}]',
		],
		[
			'contact: replace',
			{ ...byCrmId, fields: { fullName: 'New', email: '' } },
			'PUT /contactdirectories/d/crmitems/c%201 {"fields":{"fullName":"New","email":""}}',
		],
		['contact: delete', byId, 'DELETE /contactdirectories/d/items/a'],
		['contact: delete', byCrmId, 'DELETE /contactdirectories/d/crmitems/c%201'],
		[
			'rawRequest: send',
			{ method: 'PATCH', path: '/x/y?a=1', body: '[{"op": "remove"}]' },
			'PATCH /x/y?a=1 [{"op":"remove"}]',
		],
	]),
];
