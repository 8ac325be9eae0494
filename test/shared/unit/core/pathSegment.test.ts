import { openAttachment } from '../../../../nodes/RingCentral/client/messaging/attachments';
import { getExtension } from '../../../../nodes/RingCentral/client/account/directory';
import { getPresence } from '../../../../nodes/RingCentral/client/account/presence';
import { rawRequest as ringCentralRaw } from '../../../../nodes/RingCentral/client/transport/rawRequest';
import { urlOf } from '../../../../nodes/RingCentral/client/transport/urls';
import { segment } from '../../../../nodes/BroadWorks/client/transport/connection';
import { filledPath, wholePath } from '../../../../nodes/BroadWorks/client/commands/path';
import { rawPath as cooCenterPath } from '../../../../nodes/CooCenter/client/rawRequest';
import { recordingPath } from '../../../../nodes/CooCenter/client/recordings';
import { getContact, getDirectory } from '../../../../nodes/Dimensions/client/directories';
import { rawPath as dimensionsPath } from '../../../../nodes/Dimensions/client/rawRequest';
import { rawPath as udeskPath } from '../../../../nodes/Udesk/client/rawRequest';
import { pathSegment } from '../../../../nodes/shared/core/typedPath';
import { FakeClock } from '../../../support/fakes/fakeClock';
import { FakeHttp } from '../../../support/fakes/fakeHttp';
import { FakeRandom } from '../../../support/fakes/fakePorts';
import { fakeRingCentral } from '../../../ringCentral/unit/support/ringCentralLive';

/** What makes a path end elsewhere, in some server's reading. */
const WAYS_OUT = [
	'..',
	'.',
	' .. ',
	'%2e%2e',
	'%2E.',
	'.%2e',
	'%252e%252e',
	'%25252e%25252e',
	'..;x=1',
	'..%3b',
	'..\\..',
	'..%5c..',
	'x\\y',
	'x%5cy',
	'%c0%ae%c0%ae',
	'a/../b',
	'a%2f..%2fb',
	'..%2f..',
	'..%00',
	'a\nb',
	'a%0d%0ab',
	'\u0000',
	'a\u007f',
];

const refused = expect.objectContaining({ kind: 'badRequest' });

describe('an id as a part of a path', () => {
	test.each(WAYS_OUT)('%j is refused', (id) => {
		expect(() => pathSegment(id, 'The call')).toThrow(/^The call is not an ID/);
	});

	test.each(['', '  ', '\t'])('%j is missing', (id) => {
		expect(() => pathSegment(id, 'The call')).toThrow('The call is missing');
	});

	test.each([
		['a/b', 'a%2Fb'],
		['a?b#c', 'a%3Fb%23c'],
		['a;b', 'a%3Bb'],
		['100%', '100%25'],
		['...', '...'],
		['.hidden', '.hidden'],
		['Zoë 张', 'Zo%C3%AB%20%E5%BC%A0'],
		['~', '~'],
		[42, '42'],
	])('%j goes out as %s', (id, wanted) => {
		expect(pathSegment(id, 'The call')).toBe(wanted);
	});

	test('half a character is refused, not thrown at the user', () => {
		expect(() => pathSegment('\ud800', 'The call')).toThrow('is not an ID');
	});

	test("BroadWorks' own characters stay", () => {
		expect(segment('+1555@x.net:0')).toBe('+1555@x.net:0');
		expect(segment('a/b?c')).toBe('a%2Fb%3Fc');
	});
});

describe.each(WAYS_OUT)('%j', (way) => {
	const http = new FakeHttp(new FakeClock());
	const dimensions = {
		url: 'https://x/v1',
		http,
		clock: new FakeClock(),
		random: new FakeRandom(),
	};
	const ringCentral = fakeRingCentral();

	afterEach(() => {
		expect(http.sent).toEqual([]);
		expect(ringCentral.http.sent).toEqual([]);
	});

	test('leads no operation out of its path', async () => {
		const { connection } = ringCentral;
		expect(() => segment(way)).toThrow(refused as never);
		await expect(getDirectory(dimensions, way)).rejects.toEqual(refused);
		await expect(getContact(dimensions, '1', { by: 'crmId', value: way })).rejects.toEqual(refused);
		await expect(getExtension(connection, way)).rejects.toEqual(refused);
		await expect(getPresence(connection, way)).rejects.toEqual(refused);
		const message = { id: '1', attachments: [] } as never;
		const attachment = { id: way } as never;
		await expect(openAttachment(connection, '~', message, attachment)).rejects.toEqual(refused);
	});

	test('leads no raw request and no recording out of its tree', async () => {
		const path = `a/${way}/b`;
		expect(() => filledPath(wholePath(path), () => 'alice')).toThrow(refused as never);
		expect(() => wholePath(filledPath(`/v2.0/user/${way}`, () => 'alice'))).toThrow(
			refused as never,
		);
		expect(() => cooCenterPath(path)).toThrow(refused as never);
		expect(() => dimensionsPath(path)).toThrow(refused as never);
		expect(() => udeskPath(path, 'v2')).toThrow(refused as never);
		expect(() => urlOf('https://x', `/restapi/${way}/y`)).toThrow(refused as never);
		expect(() => urlOf('https://x', `https://x/restapi/${way}/y`)).toThrow(refused as never);
		await expect(
			ringCentralRaw(ringCentral.connection, { method: 'DELETE', path: `/restapi/${way}/y` }),
		).rejects.toEqual(refused);
		// Events of a PBX may write the folders of a recording with backslashes.
		if (!/^x\\y$/.test(way))
			expect(() => recordingPath(`a/${way}/b.wav`)).toThrow(refused as never);
	});
});
